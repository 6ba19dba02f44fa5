-- From payment rows to dated lines.

-- Rows of keys that occur more than once, the newest first (D40), and the
-- numbers of rows without a line id (D46). Both are few.
CREATE TEMP TABLE dropped AS
WITH repeated AS (
  SELECT hash(seller_id, payout_id, line_id) AS h FROM payment_rows GROUP BY h HAVING count(*) > 1
), again AS (
  SELECT rowid AS row_no, * FROM payment_rows WHERE hash(seller_id, payout_id, line_id) IN (SELECT h FROM repeated)
)
SELECT row_no FROM again WHERE line_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY seller_id, payout_id, line_id ORDER BY exported_at DESC, file) > 1
UNION ALL
-- Without line ids every row is a line of its own; exports of one payout are not mixed.
SELECT row_no FROM again WHERE line_id IS NULL
QUALIFY rank() OVER (PARTITION BY seller_id, payout_id ORDER BY exported_at DESC, file) > 1;

CREATE TEMP TABLE numbered AS
SELECT rowid AS row_no, CASE WHEN order_id IS NULL AND posting_number IS NULL AND line_amount IS NULL THEN '0' ELSE
  (row_number() OVER (PARTITION BY seller_id, payout_id ORDER BY posting_number, sku, line_type, line_amount, order_id))::VARCHAR END AS line_id
FROM payment_rows WHERE line_id IS NULL AND rowid NOT IN (SELECT row_no FROM dropped);

CREATE TEMP VIEW lines AS
SELECT p.* REPLACE (coalesce(p.line_id, n.line_id) AS line_id)
FROM payment_rows p LEFT JOIN numbered n ON n.row_no = p.rowid
WHERE p.rowid NOT IN (SELECT row_no FROM dropped);

-- Payouts: rows must agree, and all of the money must have come (9.2, D06).
CREATE TEMP TABLE payouts AS
WITH parts AS (
  SELECT seller_id, payout_id, arrived_on, arrived_amount, bank_receipt_no,
    any_value(payout_amount) AS payout_amount,
    bool_or(payout_status = 'arrived') AS is_arrived, bool_or(payout_status = 'partially_arrived') AS is_partly,
    min(head) AS low, max(head) AS high
  FROM lines
  GROUP BY ALL
), whole AS (
  SELECT seller_id, payout_id, bool_or(is_arrived) AS is_arrived, bool_or(is_partly) AS is_partly, any_value(payout_amount) AS payout_amount,
    count(arrived_on) FILTER (arrived_on <= DATE '${AS_OF}') AS arrivals,
    count(arrived_amount) FILTER (arrived_on <= DATE '${AS_OF}') AS amounts,
    sum(arrived_amount) FILTER (arrived_on <= DATE '${AS_OF}') AS arrived_sum,
    bool_or(arrived_on > DATE '${AS_OF}') AS is_later,
    max(arrived_on) AS last_arrived_on
  FROM parts GROUP BY ALL HAVING min(low) = max(high)
)
SELECT seller_id, payout_id,
  CASE WHEN coalesce(is_later, false) THEN NULL
    WHEN is_arrived OR (arrivals > 0 AND arrivals = amounts AND arrived_sum >= payout_amount) OR (arrivals = 1 AND amounts = 0 AND NOT coalesce(is_partly, false))
    THEN last_arrived_on END AS arrived_on,
  is_arrived AND arrivals = 0 AND NOT coalesce(is_later, false) AS is_undated
FROM whole;

CREATE TEMP TABLE postings AS
SELECT o.posting_number, min(o.sku) AS first_sku, min(o.delivered_at) AS delivered_at, min(o.handed_over_at) AS handed_over_at,
  bool_or(o.status IN ('Отменён', '已取消')) AS is_cancelled, any_value(o.scheme) AS scheme
FROM order_rows o GROUP BY o.posting_number;

-- Disputes by posting; one that names only the order covers all its postings (D18).
CREATE TEMP TABLE posting_disputes AS
SELECT posting_number, opened_on, closed_on FROM dispute_rows WHERE posting_number IS NOT NULL
UNION ALL
SELECT p.posting_number, d.opened_on, d.closed_on
FROM dispute_rows d JOIN postings p ON d.order_id = regexp_replace(p.posting_number, '-[0-9]+$', '')
WHERE d.posting_number IS NULL AND EXISTS (SELECT 1 FROM dispute_rows WHERE posting_number IS NULL);

CREATE TEMP TABLE dated AS
WITH started AS (
  SELECT l.seller_id, l.payout_id, l.line_id, l.settlement_batch_no, l.order_id, l.posting_number, l.sku,
    CASE coalesce(a.scheme, '') WHEN '' THEN coalesce(p.scheme, 'unknown') WHEN 'FBO' THEN 'fbo' WHEN 'FBS' THEN 'fbs' WHEN 'OGL' THEN 'crossborder' ELSE 'unknown' END AS scheme,
    coalesce(l.route, 'unknown') AS route_code, CASE WHEN l.line_id = '0' AND l.line_type IS NULL THEN 'payout' ELSE coalesce(l.line_type, 'sale') END AS line_type,
    l.payout_status AS payout_status_code, coalesce(l.line_amount, l.payout_amount) AS amount,
    coalesce(l.line_currency, l.line_source_currency, l.payout_currency) AS currency,
    l.settled_on, w.arrived_on, coalesce(w.arrived_on, DATE '${AS_OF}') AS end_on, w.is_undated,
    coalesce(l.confirmed_at, p.delivered_at) AS confirmed_at,
    CASE WHEN l.confirmed_at IS NOT NULL THEN 'observed' WHEN p.delivered_at IS NOT NULL THEN 'inferred' END AS confirmed_evidence_code,
    moscow_day(coalesce(l.confirmed_at, p.delivered_at)) AS confirmed_on,
    coalesce(moscow_day(coalesce(l.confirmed_at, p.delivered_at)), l.settled_on) AS clock_start_on,
    l.payout_amount, l.payout_currency, l.held_at, l.released_at, l.hold_reason, l.reported_delay_days, l.reported_overdue, l.bank_receipt_no AS last_receipt_no,
    coalesce(l.is_test_transfer, false) AS is_test_transfer, p.delivered_at, p.handed_over_at, p.first_sku, p.is_cancelled
  FROM lines l
  JOIN payouts w ON w.seller_id = l.seller_id AND w.payout_id = l.payout_id
  LEFT JOIN postings p ON p.posting_number = l.posting_number
  LEFT JOIN accrual_schemes a ON a.posting_number = l.posting_number
), ruled AS (
  SELECT s.*, coalesce(t.tier, 'unknown') AS tier_code, coalesce(t.intended_route, 'unknown') AS intended_route_code,
    c.n AS start_n,
    CASE WHEN s.line_type NOT IN ('sale', 'payout') THEN 'not_a_sale'
      WHEN s.is_test_transfer THEN 'test_transfer'
      WHEN a.is_test AND a.site = 'ozon.global' THEN 'test_site'
      WHEN a.is_test AND a.kyc_state <> 'complete' THEN 'trial_without_kyc'
      WHEN a.registration_country <> 'CN' THEN 'not_cn_registered'
      WHEN s.payout_status_code = 'returned' THEN 'returned'
      WHEN s.payout_status_code = 'cancelled' OR s.is_cancelled THEN 'cancelled'
      WHEN s.payout_status_code = 'carried_over' OR s.hold_reason = 'below_minimum' THEN 'carried_over'
      WHEN s.is_undated THEN 'unknown_arrival'
      ELSE 'in_scope' END AS scope_code,
    CASE WHEN s.clock_start_on < DATE '2024-06-01' THEN 'CAL7' WHEN s.scheme = 'fbo' THEN 'T3_FBO' WHEN t.tier = 'premium' THEN 'T3_PREMIUM' ELSE 'T5' END AS rule,
    CASE WHEN s.clock_start_on < DATE '2024-06-01' THEN s.clock_start_on + 7 WHEN s.scheme = 'fbo' OR t.tier = 'premium' THEN c.t3 ELSE c.t5 END AS due,
    greatest(s.confirmed_on, d.closed_on, i.complete_from) AS eligible
  FROM started s
  LEFT JOIN calendar c ON c.d = s.clock_start_on
  LEFT JOIN accounts t ON t.seller_id = s.seller_id AND s.clock_start_on BETWEEN t.valid_from AND t.valid_to
  LEFT JOIN accounts a ON a.seller_id = s.seller_id AND s.settled_on BETWEEN a.valid_from AND a.valid_to
  LEFT JOIN (SELECT d.posting_number, l.settled_on, max(coalesce(d.closed_on, DATE '9999-12-31')) AS closed_on
    FROM posting_disputes d JOIN (SELECT DISTINCT posting_number, settled_on FROM lines WHERE posting_number IN (SELECT posting_number FROM posting_disputes)) l
      ON l.posting_number = d.posting_number AND d.opened_on <= l.settled_on
    GROUP BY ALL) d ON d.posting_number = s.posting_number AND d.settled_on = s.settled_on
  LEFT JOIN (SELECT i.seller_id, i.valid_from, i.valid_to, coalesce(min(c.valid_from), DATE '9999-12-31') AS complete_from
    FROM accounts i LEFT JOIN accounts c ON c.seller_id = i.seller_id AND c.is_account_data_complete AND c.valid_from > i.valid_to AND c.valid_from <= DATE '${AS_OF}'
    WHERE NOT i.is_account_data_complete GROUP BY ALL) i
    ON i.seller_id = s.seller_id AND s.confirmed_on BETWEEN i.valid_from AND i.valid_to
)
SELECT r.* EXCLUDE (rule, due, eligible),
  (r.amount * 100)::BIGINT AS minor,
  CASE WHEN r.confirmed_on IS NOT NULL AND r.eligible < DATE '9999-01-01' THEN r.eligible END AS eligible_on,
  CASE WHEN r.scope_code = 'in_scope' THEN r.due END AS due_on,
  CASE WHEN r.scope_code = 'in_scope' THEN r.rule END AS due_rule_id,
  d.n AS due_n, e.n AS end_n, s.n AS settled_n, g.n AS eligible_n,
  CASE WHEN r.scope_code = 'in_scope' THEN e.n - d.n END AS days_after_due,
  r.scope_code = 'in_scope' AND e.n > d.n AS is_late_line
FROM ruled r
LEFT JOIN calendar d ON d.d = r.due
LEFT JOIN calendar e ON e.d = r.end_on
LEFT JOIN calendar s ON s.d = r.settled_on
LEFT JOIN calendar g ON g.d = CASE WHEN r.confirmed_on IS NOT NULL AND r.eligible < DATE '9999-01-01' THEN r.eligible END;

DROP TABLE postings;
DROP VIEW lines;
DROP TABLE payment_rows;

-- What blocked each late line, and three ways to share its late days.

CREATE TEMP TABLE late AS
SELECT rowid AS line, * FROM dated WHERE is_late_line;

-- The few events of a late parcel, newest snapshot of each (9.3, D40).
CREATE TEMP TABLE late_events AS
SELECT * EXCLUDE (seller_id, tracking_number, exported_at)
FROM tracking_rows
WHERE posting_number IN (SELECT posting_number FROM late WHERE scheme <> 'fbo')
QUALIFY row_number() OVER (PARTITION BY seller_id, posting_number, tracking_number, event, event_at ORDER BY exported_at DESC) = 1;

CREATE TEMP TABLE tracked AS
WITH parcels AS (
  SELECT posting_number, min({'at': event_at, 'synced_at': synced_at}) FILTER (event = 'Delivered') AS delivered,
    min(synced_at) AS first_synced_at, arg_max(carrier, event_at) AS carrier
  FROM late_events GROUP BY posting_number
), stood AS (
  SELECT l.line, p.carrier,
    CASE WHEN p.delivered IS NOT NULL THEN moscow_day(p.delivered.at)
      WHEN p.first_synced_at IS NULL OR moscow_day(p.first_synced_at) > l.due_on THEN moscow_day(l.handed_over_at) END AS opened_on,
    CASE WHEN p.delivered IS NOT NULL THEN moscow_day(p.delivered.synced_at)
      ELSE moscow_day(p.first_synced_at) END AS cleared_on,
    p.delivered IS NOT NULL AS is_observed
  FROM late l LEFT JOIN parcels p ON p.posting_number = l.posting_number
  WHERE l.scheme <> 'fbo' AND l.posting_number IS NOT NULL
)
SELECT line, CASE WHEN s.carrier IS NULL OR EXISTS (SELECT 1 FROM carriers c WHERE c.alias = lower(trim(s.carrier)) AND s.opened_on BETWEEN c.valid_from AND c.valid_to)
  THEN 1 ELSE 2 END AS rank, opened_on, cleared_on, is_observed
FROM stood s WHERE opened_on IS NOT NULL;

-- Account changes and repeated withdrawals while a payout is late freeze the next three (B24, C29, D20).
CREATE TEMP TABLE frozen_payouts AS
WITH during AS (
  SELECT DISTINCT e.seller_id, e.event_on, e.event_at, e.event_type, l.payout_id
  FROM risk_events e JOIN late l ON l.seller_id = e.seller_id AND e.event_on > l.due_on AND e.event_on <= l.end_on
  WHERE e.event_type IN ('Account changed', 'Withdrawal attempt')
), triggers AS (
  SELECT seller_id, event_on, event_at FROM during WHERE event_type = 'Account changed'
  UNION
  SELECT seller_id, event_on, event_at FROM (SELECT *, row_number() OVER (PARTITION BY seller_id, payout_id ORDER BY event_at) AS attempt
    FROM during WHERE event_type = 'Withdrawal attempt') WHERE attempt >= 2
)
SELECT seller_id, payout_id, min(event_on) AS event_on FROM (
  SELECT t.seller_id, p.payout_id, t.event_on, row_number() OVER (PARTITION BY t.seller_id, t.event_at ORDER BY p.settled_on, p.payout_id) AS place
  FROM triggers t JOIN (SELECT DISTINCT seller_id, payout_id, settled_on FROM dated WHERE NOT is_test_transfer
    AND seller_id IN (SELECT seller_id FROM triggers)) p ON p.seller_id = t.seller_id AND p.settled_on > t.event_on)
WHERE place <= 3 GROUP BY seller_id, payout_id;

-- Every instance of every cause on every late line; cleared 9999-12-31 = not cleared.
-- Grade 1 observed, 2 inferred, 3 stated: the better one hides the other (D17).
CREATE TEMP TABLE instances AS
WITH clearing AS (
  SELECT posting_number, min(cleared_on) AS cleared_on FROM invoice_rows WHERE posting_number IN (SELECT posting_number FROM late) GROUP BY posting_number
), clearing_order AS (
  SELECT order_id, min(cleared_on) AS cleared_on FROM invoice_rows WHERE posting_number IS NULL AND order_id IN (SELECT order_id FROM late) GROUP BY order_id
), freezes AS (
  SELECT f.seller_id, f.event_on AS opened_on, (SELECT min(u.event_on) FROM risk_events u
    WHERE u.seller_id = f.seller_id AND u.event_type = 'Payouts unfrozen' AND u.event_at >= f.event_at) AS cleared_on
  FROM risk_events f WHERE f.event_type = 'Payouts frozen'
), found AS (
  SELECT line, rank::UTINYINT AS rank, opened_on, cleared_on, if(is_observed, 1, 2)::UTINYINT AS grade FROM tracked
  UNION ALL
  SELECT l.line, 3, r.opened_on, r.closed_on, if(r.is_observed, 1, 2) FROM late l JOIN return_rows r ON r.posting_number = l.posting_number
  WHERE r.is_observed OR moscow_day(l.delivered_at) <= r.opened_on
  UNION ALL
  SELECT l.line, 4, d.opened_on, d.closed_on, 1 FROM late l JOIN posting_disputes d ON d.posting_number = l.posting_number
  UNION ALL
  SELECT l.line, 5, l.confirmed_on, least(p.cleared_on, o.cleared_on), 1
  FROM late l LEFT JOIN clearing p ON p.posting_number = l.posting_number LEFT JOIN clearing_order o ON o.order_id = l.order_id
  WHERE l.confirmed_on IS NOT NULL AND l.posting_number IS NOT NULL
  UNION ALL
  SELECT l.line, 6, a.valid_from, a.valid_to, 1 FROM late l JOIN accounts a ON a.seller_id = l.seller_id WHERE NOT a.is_account_data_complete
  UNION ALL
  SELECT line, 7, settled_on, arrived_on, 1 FROM late
  WHERE payout_status_code = 'processing_bank_transfer' OR (route_code = 'bank' AND intended_route_code NOT IN ('bank', 'unknown'))
  UNION ALL
  SELECT l.line, 8, s.valid_from, s.valid_to, 1 FROM late l JOIN reviewed_skus s ON s.seller_id = l.seller_id AND s.sku = coalesce(l.sku, l.first_sku)
  UNION ALL
  SELECT line, CASE hold_reason WHEN 'manual_review' THEN 8 WHEN 'inn' THEN 9 WHEN 'tax' THEN 10 WHEN 'risk' THEN 11 END, held_at, released_at, 1
  FROM late WHERE hold_reason IN ('manual_review', 'inn', 'tax', 'risk') AND held_at IS NOT NULL
  UNION ALL
  SELECT l.line, 9, l.settled_on, l.arrived_on, 2
  FROM late l JOIN accounts a ON a.seller_id = l.seller_id AND l.settled_on BETWEEN a.valid_from AND a.valid_to
  JOIN rates r ON r.d = l.settled_on AND r.currency = l.payout_currency
  WHERE NOT a.has_inn AND (l.payout_amount * 100)::BIGINT * r.usd_num > 1000000 * r.usd_den -- B29, exact
  UNION ALL
  SELECT l.line, 10, coalesce(l.held_at, l.settled_on), coalesce(l.released_at, l.arrived_on), 2
  FROM late l JOIN accounts a ON a.seller_id = l.seller_id AND l.settled_on BETWEEN a.valid_from AND a.valid_to
  WHERE l.payout_status_code = 'held' AND l.hold_reason IS NULL AND (NOT a.has_inn OR a.tax_registration_type <> 'non-resident entity')
  UNION ALL
  SELECT l.line, 11, f.opened_on, f.cleared_on, 1 FROM late l JOIN freezes f ON f.seller_id = l.seller_id
  UNION ALL
  SELECT l.line, 11, f.event_on, l.arrived_on, 2 FROM late l JOIN frozen_payouts f ON f.seller_id = l.seller_id AND f.payout_id = l.payout_id
  UNION ALL
  SELECT l.line, 13, c.d, c.d, 1 FROM late l JOIN calendar c ON c.cn_rests AND c.d > l.settled_on AND c.d <= l.end_on
  UNION ALL
  SELECT l.line, 14, e.starts_on, e.ends_on, 3 FROM late l JOIN external_events e
    ON e.starts_on <= l.end_on AND coalesce(e.ends_on, DATE '9999-12-31') >= l.settled_on
    AND coalesce(e.seller_id, l.seller_id) = l.seller_id AND coalesce(e.route, l.route_code) = l.route_code AND coalesce(e.currency, l.payout_currency) = l.payout_currency
)
SELECT f.line, f.rank, f.opened_on, coalesce(f.cleared_on, DATE '9999-12-31') AS cleared_on, f.grade
FROM found f JOIN late l ON l.line = f.line
-- What does not touch the wait is no part of it.
WHERE f.opened_on <= l.end_on AND coalesce(f.cleared_on, l.end_on) >= l.clock_start_on AND coalesce(f.cleared_on, l.end_on) >= f.opened_on
QUALIFY f.grade = min(f.grade) OVER (PARTITION BY f.line, f.rank);

CREATE TEMP TABLE blockers AS
SELECT line, rank, min(opened_on) AS opened_on, max(cleared_on) AS cleared_on, min(grade) AS grade FROM instances GROUP BY line, rank;

-- Late days on which a cause stands, by the number of the working day (D10).
CREATE TEMP TABLE active AS
WITH bounded AS (
  SELECT i.line, i.rank, o.next_n AS low, c.n AS high
  FROM instances i JOIN late l ON l.line = i.line
  JOIN calendar o ON o.d = greatest(i.opened_on, l.due_on + 1)
  JOIN calendar c ON c.d = least(i.cleared_on, l.end_on)
  WHERE i.cleared_on > l.due_on AND i.opened_on <= l.end_on
), days AS (
  SELECT DISTINCT line, rank, unnest(generate_series(low, high))::INTEGER AS n FROM bounded WHERE low <= high
), marked AS (
  SELECT d.line, d.rank, d.n, b.cleared_on, max(b.cleared_on) OVER day AS last_cleared_on, count(*) OVER day AS standing, min(d.rank) OVER day AS first_rank
  FROM days d JOIN blockers b ON b.line = d.line AND b.rank = d.rank
  WINDOW day AS (PARTITION BY d.line, d.n)
)
SELECT *, count(*) FILTER (cleared_on = last_cleared_on) OVER (PARTITION BY line, n) AS ties FROM marked;

-- Shares are counted in 1/360360 days: it can be divided by every number of causes.
CREATE TEMP TABLE shares AS
SELECT line, rank, any_value(cleared_on) AS cleared_on, count(*) AS blocked_days, count_if(rank = first_rank) AS precedence_days,
  sum(CASE WHEN cleared_on = last_cleared_on THEN 360360 // ties ELSE 0 END)::BIGINT AS bottleneck, sum(360360 // standing)::BIGINT AS shapley,
  count_if(standing = 1) AS alone_days
FROM active GROUP BY line, rank;

-- Per line: knock-on after the last clearing (D11, D54) and what nothing explains.
CREATE TEMP TABLE explained AS
WITH rests AS (
  SELECT a.line, a.n FROM active a WHERE a.rank = 13
), known AS (
  SELECT line, count(*) AS cause_count, min(rank) AS first_rank, max(cleared_on) AS last_cleared_on, arg_max(rank, (cleared_on, -rank::INTEGER)) AS last_rank,
    (sum(shapley) // 360360)::INTEGER AS covered_days,
    max(cleared_on) FILTER (rank <> 13) AS knock_cleared_on, min(rank) FILTER (rank <> 13) AS knock_rank, count(*) FILTER (rank <> 13) AS knock_causes
  FROM shares GROUP BY line
), ended AS (
  SELECT k.*, l.days_after_due, l.end_n - c.n AS days_after_clearing, c.n AS clearing_n
  FROM late l JOIN known k ON k.line = l.line LEFT JOIN calendar c ON c.d = least(k.knock_cleared_on, l.end_on)
), rested AS (
  SELECT e.line, count(*) AS days FROM ended e JOIN rests r ON r.line = e.line AND r.n > e.clearing_n GROUP BY e.line
)
SELECT e.*, coalesce(least(3, e.days_after_clearing - coalesce(r.days, 0)), 0)::INTEGER AS knock_on_days
FROM ended e LEFT JOIN rested r ON r.line = e.line;

CREATE TEMP TABLE line_causes AS
WITH ties AS (
  SELECT s.line, count(*) FILTER (s.cleared_on = e.last_cleared_on) AS last_ties, count(*) FILTER (s.rank <> 13 AND s.cleared_on = e.knock_cleared_on) AS knock_ties
  FROM shares s JOIN explained e ON e.line = s.line GROUP BY s.line
)
SELECT e.*, t.last_ties, t.knock_ties FROM explained e JOIN ties t ON t.line = e.line;

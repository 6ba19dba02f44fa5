-- From payment rows to dated lines: duckdb/dates.sql without what only causes need.

-- Rows of keys that occur more than once are few: only they are sorted (D40, D46).
CREATE TABLE repeated ENGINE = Memory AS
SELECT cityHash64(seller_id, payout_id, line_id) AS h FROM payments GROUP BY h HAVING count() > 1;

CREATE TABLE again ENGINE = Memory AS
SELECT * FROM payments WHERE cityHash64(seller_id, payout_id, line_id) IN (SELECT h FROM repeated);

CREATE TABLE lines ENGINE = Memory AS
WITH kept AS (
  SELECT * FROM payments WHERE cityHash64(seller_id, payout_id, line_id) NOT IN (SELECT h FROM repeated)
  UNION ALL
  SELECT * FROM (SELECT * FROM again WHERE line_id != '' ORDER BY exported_at DESC, file LIMIT 1 BY seller_id, payout_id, line_id)
  UNION ALL
  SELECT * EXCEPT place FROM (SELECT *, rank() OVER (PARTITION BY seller_id, payout_id ORDER BY exported_at DESC, file) AS place FROM again WHERE line_id = '') WHERE place = 1
)
SELECT * FROM kept WHERE line_id != ''
UNION ALL
SELECT * REPLACE if(order_id = '' AND posting_number = '' AND line_amount IS NULL, '0',
  toString(row_number() OVER (PARTITION BY seller_id, payout_id ORDER BY nullIf(posting_number, ''), nullIf(sku, ''), line_type, line_amount, order_id))) AS line_id
FROM (SELECT * FROM kept WHERE line_id = '');

DROP TABLE payments;

-- Payouts: all of the money must have come (9.2, D06).
CREATE TABLE payouts ENGINE = Memory AS
WITH parts AS (
  SELECT seller_id, payout_id, arrived_on, arrived_amount, bank_receipt_no, any(payout_amount) AS amount, max(payout_status = 'arrived') AS arrived,
    max(payout_status = 'partially_arrived') AS partly
  FROM lines GROUP BY ALL
), whole AS (
  SELECT seller_id, payout_id, max(arrived) AS is_arrived, max(partly) AS is_partly, any(amount) AS payout_amount, countIf(arrived_on <= '${AS_OF}') AS arrivals,
    countIf(arrived_on <= '${AS_OF}' AND arrived_amount IS NOT NULL) AS amounts, sumIf(arrived_amount, arrived_on <= '${AS_OF}') AS arrived_sum,
    countIf(arrived_on > '${AS_OF}') > 0 AS is_later, max(arrived_on) AS last_arrived_on
  FROM parts GROUP BY seller_id, payout_id
)
SELECT seller_id, payout_id,
  if(NOT is_later AND (is_arrived OR (arrivals > 0 AND arrivals = amounts AND arrived_sum >= payout_amount) OR (arrivals = 1 AND amounts = 0 AND NOT is_partly)), last_arrived_on, NULL) AS arrived_on,
  is_arrived AND arrivals = 0 AND NOT is_later AS is_undated
FROM whole;

CREATE TABLE dated ENGINE = Memory AS
WITH started AS (
  SELECT l.seller_id AS seller_id, l.payout_id AS payout_id, l.line_id AS line_id, l.posting_number AS posting_number, l.settled_on AS settled_on, w.arrived_on AS arrived_on, w.is_undated AS is_undated,
    multiIf(ifNull(a.scheme, '') = '', ifNull(p.scheme, 'unknown'), a.scheme = 'FBO', 'fbo', a.scheme = 'FBS', 'fbs', a.scheme = 'OGL', 'crossborder', 'unknown') AS scheme,
    multiIf(l.line_id = '0' AND l.line_type = '', 'payout', l.line_type = '', 'sale', l.line_type) AS line_type,
    l.payout_status AS payout_status, l.hold_reason AS hold_reason, l.is_test AS is_test_transfer, p.is_cancelled AS is_cancelled,
    toInt64(ifNull(l.line_amount, l.payout_amount) * 100) AS amount_minor,
    multiIf(l.line_currency != '', l.line_currency, l.line_amount IS NOT NULL AND l.source_currency != '', l.source_currency, l.payout_currency) AS currency,
    coalesce(l.confirmed_on, p.delivered_on, l.settled_on) AS clock_start_on
  FROM lines l
  JOIN payouts w ON w.seller_id = l.seller_id AND w.payout_id = l.payout_id
  LEFT JOIN postings p ON p.posting_number = l.posting_number
  LEFT JOIN accrual_schemes a ON a.posting_number = l.posting_number
), tiers AS (
  SELECT s.*, ifNull(t.tier, 'unknown') AS tier_code
  FROM started s LEFT JOIN accounts t ON t.seller_id = s.seller_id AND t.d = s.clock_start_on
), judged AS (
  SELECT s.*, multiIf(s.line_type NOT IN ('sale', 'payout'), 'not_a_sale', s.is_test_transfer, 'test_transfer', a.is_test AND a.site = 'ozon.global', 'test_site',
      a.is_test AND a.kyc_state != 'complete', 'trial_without_kyc', a.registration_country != 'CN', 'not_cn_registered', s.payout_status = 'returned', 'returned',
      s.payout_status = 'cancelled' OR s.is_cancelled, 'cancelled', s.payout_status = 'carried_over' OR s.hold_reason = 'below_minimum', 'carried_over',
      s.is_undated, 'unknown_arrival', 'in_scope') AS scope_code
  FROM tiers s LEFT JOIN accounts a ON a.seller_id = s.seller_id AND a.d = s.settled_on
)
SELECT j.*, multiIf(j.scope_code != 'in_scope', NULL, j.clock_start_on < '2024-06-01', j.clock_start_on + 7, j.scheme = 'fbo' OR j.tier_code = 'premium', c.t3, c.t5) AS due_on
FROM judged j LEFT JOIN calendar c ON c.d = j.clock_start_on;

-- The files of the small job with explicit schemas. Headers are skipped, bad rows
-- left out (D42); an empty text is an absent one.
SET input_format_with_names_use_header = 0, input_format_allow_errors_ratio = 0.01, date_time_input_format = 'best_effort', join_use_nulls = 1;

CREATE TABLE payments (
  seller_id String, payout_id String, settled_on Date, arrived_on Nullable(Date), payout_status LowCardinality(String), payout_amount Decimal(18, 2),
  payout_currency LowCardinality(String), order_id String, posting_number String, sku String, line_id String, line_type LowCardinality(String),
  line_amount Nullable(Decimal(18, 2)), line_currency LowCardinality(String), source_currency LowCardinality(String), confirmed_on Nullable(Date),
  bank_receipt_no String, arrived_amount Nullable(Decimal(18, 2)), hold_reason LowCardinality(String), is_test Bool, exported_at DateTime, file String
) ENGINE = Memory;

INSERT INTO payments
SELECT seller_id, payout_id, settled_on, arrived_on, transform(payout_status, ${PAYOUT_STATUS}, payout_status), payout_amount, payout_currency, order_id, posting_number, sku,
  line_id, transform(line_type, ${LINE_TYPE}, line_type), line_amount, line_currency, source_currency, toDate(confirmed_at), bank_receipt_no, arrived_amount,
  hold_reason, ifNull(is_test_transfer, false), exported_at, file
FROM (SELECT * FROM ${PAYMENTS_EN} UNION ALL SELECT * FROM ${PAYMENTS_ZH})
WHERE seller_id != '' AND payout_id != '' AND settled_on IS NOT NULL AND payout_amount IS NOT NULL AND payout_currency != '';

SET format_csv_delimiter = ';';

INSERT INTO payments
WITH parseDateTimeOrNull(settled_on, '%d.%m.%Y') AS settled, toDecimal64OrNull(replaceOne(payout_amount, ',', '.'), 2) AS amount
SELECT seller_id, payout_id, toDate(settled), toDate(parseDateTimeOrNull(arrived_on, '%d.%m.%Y')), transform(payout_status, ${PAYOUT_STATUS}, payout_status), amount,
  payout_currency, order_id, posting_number, sku, line_id, transform(line_type, ${LINE_TYPE}, line_type), toDecimal64OrNull(replaceOne(line_amount, ',', '.'), 2),
  line_currency, source_currency, toDate(parseDateTimeOrNull(confirmed_at, '%d.%m.%Y %H:%i:%S')), bank_receipt_no,
  toDecimal64OrNull(replaceOne(arrived_amount, ',', '.'), 2), hold_reason, ifNull(is_test_transfer, false),
  parseDateTimeOrNull(exported_at, '%d.%m.%Y %H:%i:%S', 'Europe/Moscow'), file
FROM ${PAYMENTS_RU}
WHERE seller_id != '' AND payout_id != '' AND settled IS NOT NULL AND amount IS NOT NULL AND payout_currency != '';

-- Postings: delivery in Moscow days, the scheme of the header generation (9.19).
CREATE TABLE postings ENGINE = Memory AS
SELECT posting_number, toDate(min(delivered_at), 'Europe/Moscow') AS delivered_on, max(status IN ('Отменён', '已取消')) AS is_cancelled, any(scheme) AS scheme
FROM (
  SELECT posting_number, delivered_at, status, 'fbo' AS scheme FROM ${ORDERS_RU_FBO}
  UNION ALL SELECT posting_number, delivered_at, status, 'fbs' FROM ${ORDERS_RU_FBS}
  UNION ALL SELECT posting_number, delivered_at, status, 'fbs' FROM ${ORDERS_ZH})
GROUP BY posting_number;

SET format_csv_delimiter = ',';

CREATE TABLE synced ENGINE = Memory AS
SELECT posting_number, toDate(min(synced_at)) AS first_synced_on FROM ${TRACKING}
WHERE posting_number != '' AND event_at IS NOT NULL GROUP BY posting_number;

CREATE TABLE invoiced ENGINE = Memory AS
SELECT posting_number, min(ifNull(toDate(uploaded_at), issued_on)) AS invoiced_on FROM ${INVOICES}
WHERE posting_number != '' AND status IN ('', 'issued', 'uploaded') GROUP BY posting_number;

-- Made before the clock.
CREATE TABLE accrual_schemes ENGINE = Memory AS
SELECT * FROM file('${PREPARED}/accrual_schemes.csv', CSVWithNames, 'posting_number String, scheme String');

CREATE TABLE calendar ENGINE = Memory AS
SELECT * FROM file('${PREPARED}/calendar.csv', CSVWithNames, 'd Date, n Int32, t3 Nullable(Date), t5 Nullable(Date)');

-- One row per day and seller: what stood in the account on that day.
CREATE TABLE accounts ENGINE = Memory AS
SELECT seller_id, d, lower(site) AS site, is_test, kyc_state, registration_country, lower(tier) AS tier
FROM ${ACCOUNTS} AS a CROSS JOIN calendar
WHERE (valid_from IS NULL OR valid_from <= d) AND (valid_to IS NULL OR valid_to >= d);

CREATE TABLE rates ENGINE = Memory AS
SELECT * FROM file('${PREPARED}/rates.csv', CSVWithNames,
  'd Date, currency String, rub_num Int64, rub_den Int64, cny_num Int64, cny_den Int64, usd_num Int64, usd_den Int64');

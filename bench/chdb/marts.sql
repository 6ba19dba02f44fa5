-- The two tables of the small job. Conversion is exact: half away from zero in integers.
SET output_format_parquet_date_as_uint16 = 0, output_format_parquet_compression_method = 'zstd', output_format_parquet_row_group_size = 122880, engine_file_truncate_on_insert = 1, format_csv_delimiter = ',';

CREATE TABLE facts ENGINE = Memory AS
SELECT l.seller_id AS seller_id, l.payout_id AS payout_id, l.line_id AS line_id, nullIf(l.posting_number, '') AS posting_number, l.scheme AS scheme, l.tier_code AS tier_code,
  l.scope_code AS scope_code, l.amount_minor AS amount_minor, l.currency AS currency,
  sign(l.amount_minor) * intDiv(2 * abs(l.amount_minor) * f.rub_num + f.rub_den, 2 * f.rub_den) AS rub_minor,
  sign(l.amount_minor) * intDiv(2 * abs(l.amount_minor) * f.cny_num + f.cny_den, 2 * f.cny_den) AS cny_minor,
  sign(l.amount_minor) * intDiv(2 * abs(l.amount_minor) * f.usd_num + f.usd_den, 2 * f.usd_den) AS usd_minor,
  l.clock_start_on AS clock_start_on, l.settled_on AS settled_on, l.due_on AS due_on, l.arrived_on AS arrived_on, e.n - d.n AS days_after_due, CAST(e.n > d.n AS Nullable(Bool)) AS is_late,
  t.first_synced_on AS first_synced_on, i.invoiced_on AS invoiced_on
FROM dated l
LEFT JOIN rates f ON f.d = l.settled_on AND f.currency = l.currency
LEFT JOIN calendar d ON d.d = l.due_on
LEFT JOIN calendar e ON e.d = ifNull(l.arrived_on, toDate('${AS_OF}'))
LEFT JOIN synced t ON t.posting_number = l.posting_number
LEFT JOIN invoiced i ON i.posting_number = l.posting_number;

INSERT INTO FUNCTION file('${OUT}/lines.parquet', Parquet) SELECT * FROM facts;

INSERT INTO FUNCTION file('${OUT}/seller_months.parquet', Parquet)
SELECT seller_id, toStartOfMonth(settled_on) AS month, currency, count() AS lines, countIf(is_late) AS late_lines, sumIf(days_after_due, is_late) AS late_days,
  sum(amount_minor) AS amount_minor, sum(rub_minor) AS rub_minor
FROM facts GROUP BY ALL;

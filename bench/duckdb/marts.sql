-- The marts, in the codec and row groups of the product.
CREATE TEMP MACRO attributed(parts) AS parts / 360360.0::DOUBLE;

COPY (
  SELECT d.seller_id, d.payout_id, d.line_id, d.settlement_batch_no, d.order_id, d.posting_number, d.scheme, d.route_code, d.line_type, d.payout_status_code,
    d.amount, d.currency,
    in_currency(d.minor, f.rub_num, f.rub_den) AS amount_rub, in_currency(d.minor, f.cny_num, f.cny_den) AS amount_cny, in_currency(d.minor, f.usd_num, f.usd_den) AS amount_usd,
    f.rate_on, f.d IS NULL AS rate_is_stale, d.tier_code, d.scope_code, d.confirmed_at, d.confirmed_on, d.eligible_on, d.settled_on, d.arrived_on,
    CASE WHEN d.confirmed_on IS NULL THEN 'settlement' ELSE 'confirmation' END AS clock_code, d.clock_start_on, d.due_on, d.due_rule_id,
    CASE WHEN d.currency = 'CNY' AND d.route_code IN ('lianlian', 'worldfirst') THEN 3 WHEN d.currency IN ('USD', 'RUB') THEN 5 END::INTEGER AS typical_days,
    d.eligible_n - d.start_n AS wait_eligible_days, d.settled_n - d.eligible_n AS wait_settle_days,
    CASE WHEN d.arrived_on IS NOT NULL THEN d.end_n - d.settled_n END AS wait_arrive_days, CASE WHEN d.arrived_on IS NOT NULL THEN d.end_n - d.start_n END AS taken_days,
    d.arrived_on - d.clock_start_on AS taken_calendar_days,
    d.days_after_due, d.arrived_on IS NULL AS is_open, CASE WHEN d.scope_code = 'in_scope' THEN d.is_late_line END AS is_late,
    CASE WHEN d.scope_code = 'in_scope' THEN d.is_late_line AND d.end_n - d.start_n > 5 END AS is_escalated,
    CASE WHEN d.scope_code <> 'in_scope' THEN NULL WHEN d.arrived_on IS NOT NULL THEN 'arrived' WHEN d.days_after_due <= 0 THEN 'not_due' WHEN d.days_after_due <= 2 THEN 'd1_2'
      WHEN d.days_after_due <= 5 THEN 'd3_5' WHEN d.days_after_due <= 10 THEN 'd6_10' WHEN d.days_after_due <= 30 THEN 'd11_30' ELSE 'd31_plus' END AS ageing_code,
    d.reported_delay_days, d.reported_overdue,
    CASE WHEN d.reported_delay_days IS NULL OR d.arrived_on IS NULL THEN NULL
      WHEN d.reported_delay_days = d.arrived_on - d.settled_on AND d.reported_delay_days = d.end_n - d.settled_n THEN 'both'
      WHEN d.reported_delay_days = d.arrived_on - d.settled_on THEN 'calendar_days' WHEN d.reported_delay_days = d.end_n - d.settled_n THEN 'working_days' ELSE 'no' END AS report_agrees,
    CASE WHEN d.scope_code = 'in_scope' THEN coalesce(c.cause_count, 0) END::INTEGER AS cause_count,
    CASE WHEN d.is_late_line THEN coalesce(first.cause_code, 'UNEXPLAINED') END AS precedence_cause_code,
    CASE WHEN d.is_late_line THEN coalesce(last.cause_code, 'UNEXPLAINED') END AS bottleneck_cause_code,
    CASE WHEN d.scope_code = 'in_scope' THEN coalesce(c.last_ties, 0) END::INTEGER AS bottleneck_tie_count,
    CASE WHEN d.is_late_line THEN d.days_after_due - coalesce(c.covered_days + c.knock_on_days, 0) WHEN d.scope_code = 'in_scope' THEN 0 END::INTEGER AS unexplained_days,
    d.last_receipt_no, d.intended_route_code, d.confirmed_evidence_code
  FROM dated d
  LEFT JOIN rates f ON f.d = d.settled_on AND f.currency = d.currency
  LEFT JOIN line_causes c ON c.line = d.rowid
  LEFT JOIN causes first ON first.rank = c.first_rank
  LEFT JOIN causes last ON last.rank = c.last_rank
) TO '${OUT}/payout_facts.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880);

CREATE TEMP TABLE delays AS
SELECT l.seller_id, l.payout_id, l.line_id, k.cause_code, b.opened_on, CASE WHEN b.cleared_on < DATE '9999-12-31' THEN b.cleared_on END AS cleared_on,
  s.blocked_days::INTEGER AS blocked_days, e.knock_on_days,
  (s.precedence_days + CASE WHEN s.rank = e.knock_rank THEN e.knock_on_days ELSE 0 END)::INTEGER AS precedence_days,
  attributed(s.bottleneck + CASE WHEN s.rank <> 13 AND s.cleared_on = e.knock_cleared_on THEN 360360 // e.knock_ties * e.knock_on_days ELSE 0 END) AS bottleneck_days,
  attributed(s.shapley + CASE WHEN s.rank <> 13 THEN 360360 // e.knock_causes * e.knock_on_days ELSE 0 END) AS shapley_days,
  l.currency, CASE b.grade WHEN 1 THEN 'observed' WHEN 2 THEN 'inferred' ELSE 'stated' END AS evidence_code,
  (s.alone_days + CASE WHEN s.rank <> 13 AND e.knock_causes = 1 THEN e.knock_on_days ELSE 0 END)::INTEGER AS saved_days_if_removed,
  l.amount, l.settled_on, l.posting_number, l.order_id
FROM shares s
JOIN late l ON l.line = s.line
JOIN blockers b ON b.line = s.line AND b.rank = s.rank
JOIN line_causes e ON e.line = s.line
JOIN causes k ON k.rank = s.rank
UNION ALL
SELECT l.seller_id, l.payout_id, l.line_id, 'UNEXPLAINED', NULL, NULL, u.days, 0, u.days, u.days, u.days, l.currency, NULL, NULL, l.amount, l.settled_on, l.posting_number, l.order_id
FROM late l LEFT JOIN line_causes c ON c.line = l.line, LATERAL (SELECT (l.days_after_due - coalesce(c.covered_days + c.knock_on_days, 0))::INTEGER AS days) u
WHERE u.days > 0;

COPY (
  SELECT * EXCLUDE (amount, settled_on), (amount * saved_days_if_removed)::DECIMAL(18, 2) AS amount_days_saved FROM delays
) TO '${OUT}/delay_causes.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880);

-- Shares of the causes, plain, by seller and month and over all (C24, D09).
COPY (
  WITH counted AS (
    SELECT l.seller_id, date_trunc('month', l.settled_on)::DATE AS period, 'count_precedence' AS method, coalesce(k.cause_code, 'UNEXPLAINED') AS cause_code, 1.0 AS weight
    FROM late l LEFT JOIN line_causes c ON c.line = l.line LEFT JOIN causes k ON k.rank = c.first_rank
    UNION ALL
    SELECT l.seller_id, date_trunc('month', l.settled_on)::DATE, 'count_bottleneck', coalesce(k.cause_code, 'UNEXPLAINED'), 1.0
    FROM late l LEFT JOIN line_causes c ON c.line = l.line LEFT JOIN causes k ON k.rank = c.last_rank
    UNION ALL
    SELECT seller_id, date_trunc('month', settled_on)::DATE, m.method, cause_code, CASE m.method WHEN 'days_precedence' THEN precedence_days WHEN 'days_bottleneck' THEN bottleneck_days ELSE shapley_days END
    FROM delays CROSS JOIN (VALUES ('days_precedence'), ('days_bottleneck'), ('days_shapley')) m(method)
  ), summed AS (
    SELECT seller_id, period, method, cause_code, sum(weight) AS weight, count(*) AS late_lines
    FROM counted GROUP BY GROUPING SETS ((seller_id, period, method, cause_code), (seller_id, method, cause_code), (period, method, cause_code), (method, cause_code))
  )
  SELECT coalesce(seller_id, 'ALL') AS seller_id, coalesce(strftime(period, '%Y-%m'), 'ALL') AS period, method, cause_code, late_lines, weight,
    weight / sum(weight) OVER (PARTITION BY seller_id, period, method) AS share
  FROM summed
) TO '${OUT}/cause_shares.parquet' (FORMAT parquet, COMPRESSION zstd);

-- On time: judged lines that arrived, or are open and late (D30).
COPY (
  SELECT coalesce(seller_id, 'ALL') AS seller_id, coalesce(strftime(month, '%Y-%m'), 'ALL') AS month, tier_code, coalesce(route_code, 'ALL') AS route_code,
    count(*) AS lines, count_if(NOT is_late_line) AS on_time, count_if(NOT is_late_line) / count(*) AS rate,
    count_if(taken <= 3) / nullif(count_if(NOT is_open OR waited > 3), 0) AS within_3_rate, count_if(taken <= 5) / nullif(count_if(NOT is_open OR waited > 5), 0) AS within_5_rate
  FROM (
    SELECT seller_id, date_trunc('month', settled_on)::DATE AS month, tier_code, route_code, is_late_line, arrived_on IS NULL AS is_open,
      CASE WHEN arrived_on IS NOT NULL THEN end_n - start_n END AS taken, end_n - start_n AS waited
    FROM dated WHERE scope_code = 'in_scope' AND (arrived_on IS NOT NULL OR is_late_line))
  GROUP BY GROUPING SETS ((seller_id, month, tier_code, route_code), (seller_id, month, tier_code), (seller_id, tier_code, route_code), (seller_id, tier_code),
    (month, tier_code, route_code), (month, tier_code), (tier_code, route_code), (tier_code))
) TO '${OUT}/on_time_rates.parquet' (FORMAT parquet, COMPRESSION zstd);

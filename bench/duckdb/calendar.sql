-- Calendars: one row per day with the number of Russian working days up to it.
CREATE TEMP TABLE exceptions AS
SELECT country, date, kind FROM read_csv('${SEEDS}/calendar.csv', header = true, auto_detect = false,
  columns = {'country': 'VARCHAR', 'date': 'DATE', 'kind': 'VARCHAR', 'name': 'VARCHAR', 'source': 'VARCHAR'});

CREATE TEMP TABLE calendar AS
WITH days AS (
  SELECT (DATE '2023-01-01' + i::INTEGER)::DATE AS d FROM range(0, (DATE '${AS_OF}' - DATE '2023-01-01') + 120) t(i)
), worked AS (
  SELECT d,
    coalesce(ru.kind = 'working-weekend', isodow(d) < 6) AS ru,
    coalesce(cn.kind = 'working-weekend', isodow(d) < 6) AS cn,
    year(d) IN (SELECT year(date) FROM exceptions WHERE country = 'CN') AS cn_known
  FROM days
  LEFT JOIN exceptions ru ON ru.country = 'RU' AND ru.date = d
  LEFT JOIN exceptions cn ON cn.country = 'CN' AND cn.date = d
), numbered AS (
  SELECT *, (sum(ru::INTEGER) OVER (ORDER BY d))::INTEGER AS n FROM worked
)
SELECT a.d, a.ru, a.n, a.n + (NOT a.ru)::INTEGER AS next_n, a.ru AND a.cn_known AND NOT a.cn AS cn_rests, t3.d AS t3, t5.d AS t5
FROM numbered a
LEFT JOIN numbered t3 ON t3.ru AND t3.n = a.n + 3
LEFT JOIN numbered t5 ON t5.ru AND t5.n = a.n + 5;

-- Official rates in force on every day, as fractions between minor units of a
-- currency and of RUB, CNY, USD (C21, C22, D47). Value in 1/10000 RUB.
CREATE TEMP TABLE rates AS
WITH quotes AS (
  SELECT * FROM read_csv('${PREPARED}/cbr.csv', header = true, auto_detect = false,
    columns = {'currency': 'VARCHAR', 'in_force_from': 'DATE', 'nominal': 'BIGINT', 'value': 'BIGINT'})
), dense AS (
  SELECT c.d, k.currency, q.value, q.nominal, q.in_force_from
  FROM calendar c CROSS JOIN (SELECT DISTINCT currency FROM quotes) k
  ASOF JOIN quotes q ON q.currency = k.currency AND c.d >= q.in_force_from
  WHERE c.d - q.in_force_from <= 12
  UNION ALL SELECT d, 'RUB', 10000, 1, d FROM calendar
)
SELECT f.d, f.currency, least(f.in_force_from, usd.in_force_from, cny.in_force_from) AS rate_on,
  f.value AS rub_num, 10000 * f.nominal AS rub_den,
  CASE WHEN f.currency = 'CNY' THEN 1 ELSE f.value * cny.nominal END AS cny_num,
  CASE WHEN f.currency = 'CNY' THEN 1 ELSE f.nominal * cny.value END AS cny_den,
  CASE WHEN f.currency = 'USD' THEN 1 ELSE f.value * usd.nominal END AS usd_num,
  CASE WHEN f.currency = 'USD' THEN 1 ELSE f.nominal * usd.value END AS usd_den
FROM dense f
JOIN dense usd ON usd.d = f.d AND usd.currency = 'USD'
JOIN dense cny ON cny.d = f.d AND cny.currency = 'CNY';

-- The files of a shop, with explicit schemas. ${...} are lists of files and
-- settings that driver.mjs fills in; ${KIND} is TABLE or VIEW.

-- Exact: half away from zero in integers, never through floating point.
CREATE TEMP MACRO in_currency(minor, num, den) AS
  ((sign(minor) * ((2 * abs(minor) * num + den) // (2 * den)))::DECIMAL(18, 0) * 0.01::DECIMAL(3, 2))::DECIMAL(18, 2);

-- Instants with an offset become UTC like all others.
CREATE TEMP MACRO utc(instant) AS make_timestamp(epoch_us(instant));
CREATE TEMP MACRO moscow_day(instant) AS CAST(instant + INTERVAL 3 HOUR AS DATE);

-- Payment history in three languages. Bad rows are left out (D42).
CREATE TEMP TABLE payment_rows AS
WITH english AS (
  SELECT * REPLACE (
    CASE payout_status WHEN 'Arrived' THEN 'arrived' WHEN 'Processing' THEN 'processing' WHEN 'Processing via Bank Transfer' THEN 'processing_bank_transfer'
      WHEN 'On hold' THEN 'held' WHEN 'Carried over' THEN 'carried_over' ELSE payout_status END AS payout_status,
    CASE line_type WHEN 'Sale' THEN 'sale' WHEN 'Refund' THEN 'refund' WHEN 'Commission' THEN 'commission' WHEN 'Service fee' THEN 'service' ELSE line_type END AS line_type,
    CASE hold_reason WHEN 'IFNS' THEN 'tax' WHEN 'INN missing' THEN 'inn' WHEN 'Risk review' THEN 'risk' WHEN 'Manual Review' THEN 'manual_review' ELSE hold_reason END AS hold_reason,
    CASE route WHEN 'LianLian Pay' THEN 'lianlian' WHEN 'WorldFirst' THEN 'worldfirst' WHEN 'Payoneer' THEN 'payoneer' WHEN 'Bank Transfer (SWIFT)' THEN 'bank' ELSE 'unknown' END AS route,
    utc(confirmed_at) AS confirmed_at, utc(exported_at) AS exported_at)
  FROM (
    SELECT * FROM read_csv(${PAYMENTS_EN}, delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, filename = true,
      columns = {${PAYMENT_COLUMNS_WITH_OFFSET}})
    ${PAYMENTS_JSON})
), chinese AS (
  SELECT * REPLACE (
    CASE payout_status WHEN '已到账' THEN 'arrived' WHEN '处理中' THEN 'processing' WHEN '通过银行转账处理中' THEN 'processing_bank_transfer'
      WHEN '已冻结' THEN 'held' WHEN '结转' THEN 'carried_over' ELSE payout_status END AS payout_status,
    CASE line_type WHEN '销售' THEN 'sale' WHEN '退款' THEN 'refund' WHEN '佣金' THEN 'commission' WHEN '服务费' THEN 'service' ELSE line_type END AS line_type,
    CASE hold_reason WHEN '税务扣留' THEN 'tax' WHEN '税号缺失' THEN 'inn' WHEN '风控审核' THEN 'risk' WHEN '人工审核' THEN 'manual_review' ELSE hold_reason END AS hold_reason,
    CASE route WHEN '连连支付' THEN 'lianlian' WHEN '万里汇' THEN 'worldfirst' WHEN '派安盈' THEN 'payoneer' WHEN 'Payoneer' THEN 'payoneer' WHEN '银行电汇' THEN 'bank' ELSE 'unknown' END AS route,
    confirmed_at - INTERVAL 3 HOUR AS confirmed_at, exported_at - INTERVAL 3 HOUR AS exported_at)
  FROM read_csv(${PAYMENTS_ZH}, delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, filename = true,
    columns = {${PAYMENT_COLUMNS}})
), russian AS (
  SELECT * REPLACE (
    CASE payout_status WHEN 'Зачислено' THEN 'arrived' WHEN 'В обработке' THEN 'processing' WHEN 'Обрабатывается банковским переводом' THEN 'processing_bank_transfer'
      WHEN 'Удержано' THEN 'held' WHEN 'Перенесено' THEN 'carried_over' ELSE payout_status END AS payout_status,
    CASE line_type WHEN 'Продажа' THEN 'sale' WHEN 'Возврат' THEN 'refund' WHEN 'Комиссия' THEN 'commission' WHEN 'Услуга' THEN 'service' ELSE line_type END AS line_type,
    CASE hold_reason WHEN 'Налоговая' THEN 'tax' WHEN 'Нет ИНН' THEN 'inn' WHEN 'Проверка рисков' THEN 'risk' WHEN 'Ручная проверка' THEN 'manual_review' ELSE hold_reason END AS hold_reason,
    CASE route WHEN 'LianLian Pay' THEN 'lianlian' WHEN 'World First' THEN 'worldfirst' WHEN 'Payoneer' THEN 'payoneer' WHEN 'Банковский перевод' THEN 'bank' ELSE 'unknown' END AS route,
    confirmed_at - INTERVAL 3 HOUR AS confirmed_at, exported_at - INTERVAL 3 HOUR AS exported_at)
  FROM read_csv(${PAYMENTS_RU}, delim = ';', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, filename = true,
    dateformat = '%d.%m.%Y', timestampformat = '%d.%m.%Y %H:%M:%S', decimal_separator = ',', new_line = '\r\n',
    columns = {${PAYMENT_COLUMNS}})
)
SELECT * EXCLUDE (source_amount, source_currency, applied_rate, filename), -- only compared, never shown
  CASE WHEN line_amount IS NOT NULL THEN source_currency END AS line_source_currency, hash(filename) AS file,
  hash(settlement_batch_no, settled_on, payout_amount, payout_currency, route, source_amount, source_currency, applied_rate, held_at, released_at,
    hold_reason, reported_delay_days, reported_overdue, is_test_transfer) AS head
FROM (SELECT * FROM english UNION ALL SELECT * FROM chinese UNION ALL SELECT * FROM russian)
WHERE seller_id IS NOT NULL AND payout_id IS NOT NULL AND settled_on IS NOT NULL AND payout_amount IS NOT NULL AND payout_currency IS NOT NULL;

-- Orders exports; the scheme is that of the header generation (9.19).
CREATE TEMP ${KIND} order_rows AS
SELECT posting_number, sku, status, delivered_at, handed_over_at, 'fbo' AS scheme
FROM read_csv(${ORDERS_RU_FBO}, delim = ';', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, columns = {
  'order_id': 'VARCHAR', 'posting_number': 'VARCHAR', 'accepted_at': 'TIMESTAMP', 'shipment_at': 'TIMESTAMP', 'status': 'VARCHAR', 'delivered_at': 'TIMESTAMP',
  'handed_over_at': 'TIMESTAMP', 'shipment_amount': 'DECIMAL(18,2)', 'shipment_currency': 'VARCHAR', 'name': 'VARCHAR', 'sku': 'VARCHAR', 'offer_id': 'VARCHAR',
  'price': 'DECIMAL(18,2)', 'price_currency': 'VARCHAR', 'buyer_paid': 'DECIMAL(18,2)', 'buyer_currency': 'VARCHAR', 'quantity': 'INTEGER', 'c1': 'VARCHAR',
  'c2': 'VARCHAR', 'c3': 'VARCHAR', 'c4': 'VARCHAR', 'c5': 'VARCHAR', 'c6': 'VARCHAR', 'c7': 'VARCHAR', 'c8': 'VARCHAR'})
UNION ALL
SELECT posting_number, sku, status, delivered_at, handed_over_at, 'fbs'
FROM read_csv(${ORDERS_RU_FBS}, delim = ';', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, columns = {
  'order_id': 'VARCHAR', 'posting_number': 'VARCHAR', 'accepted_at': 'TIMESTAMP', 'shipment_at': 'TIMESTAMP', 'ship_by': 'TIMESTAMP', 'status': 'VARCHAR',
  'delivered_at': 'TIMESTAMP', 'handed_over_at': 'TIMESTAMP', 'cancelled_at': 'TIMESTAMP', 'shipment_amount': 'DECIMAL(18,2)', 'shipment_currency': 'VARCHAR',
  'name': 'VARCHAR', 'colour': 'VARCHAR', 'size': 'VARCHAR', 'sku': 'VARCHAR', 'offer_id': 'VARCHAR', 'price': 'DECIMAL(18,2)', 'price_currency': 'VARCHAR',
  'buyer_paid': 'DECIMAL(18,2)', 'buyer_currency': 'VARCHAR', 'quantity': 'INTEGER', 'c1': 'VARCHAR', 'c2': 'VARCHAR', 'c3': 'VARCHAR', 'c4': 'VARCHAR',
  'c5': 'VARCHAR', 'c6': 'VARCHAR', 'c7': 'VARCHAR', 'c8': 'VARCHAR'})
UNION ALL
SELECT posting_number, sku, status, delivered_at, handed_over_at, 'fbs'
FROM read_csv(${ORDERS_ZH}, delim = ';', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, columns = {
  'order_id': 'VARCHAR', 'posting_number': 'VARCHAR', 'accepted_at': 'TIMESTAMP', 'shipment_at': 'TIMESTAMP', 'ship_by': 'TIMESTAMP', 'status': 'VARCHAR',
  'delivered_at': 'TIMESTAMP', 'handed_over_at': 'TIMESTAMP', 'cancelled_at': 'TIMESTAMP', 'shipment_amount': 'DECIMAL(18,2)', 'shipment_currency': 'VARCHAR',
  'name': 'VARCHAR', 'colour': 'VARCHAR', 'size': 'VARCHAR', 'sku': 'VARCHAR', 'offer_id': 'VARCHAR', 'price': 'DECIMAL(18,2)', 'price_currency': 'VARCHAR',
  'buyer_paid': 'DECIMAL(18,2)', 'buyer_currency': 'VARCHAR', 'quantity': 'INTEGER', 'c1': 'VARCHAR', 'c2': 'VARCHAR', 'c3': 'VARCHAR', 'c4': 'VARCHAR',
  'c5': 'VARCHAR', 'c6': 'VARCHAR', 'c7': 'VARCHAR', 'c8': 'VARCHAR', 'c9': 'VARCHAR'});

-- Schemes of the accruals reports (XLSX), converted before the clock.
CREATE TEMP TABLE accrual_schemes AS
SELECT posting_number, scheme FROM read_csv('${PREPARED}/accrual_schemes.csv', header = true, auto_detect = false,
  columns = {'posting_number': 'VARCHAR', 'scheme': 'VARCHAR'});

CREATE TEMP ${KIND} tracking_rows AS
SELECT seller_id, posting_number, tracking_number, carrier, event, utc(event_at) AS event_at, utc(synced_at) AS synced_at, utc(exported_at) AS exported_at
FROM read_csv(${TRACKING}, delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, columns = {
  'seller_id': 'VARCHAR', 'posting_number': 'VARCHAR', 'tracking_number': 'VARCHAR', 'carrier': 'VARCHAR', 'integration_type': 'VARCHAR', 'event': 'VARCHAR',
  'event_at': 'TIMESTAMPTZ', 'synced_at': 'TIMESTAMPTZ', 'event_source': 'VARCHAR', 'location': 'VARCHAR', 'exported_at': 'TIMESTAMPTZ'})
WHERE posting_number IS NOT NULL AND event_at IS NOT NULL;

CREATE TEMP ${KIND} invoice_rows AS
SELECT order_id, posting_number, status, coalesce(moscow_day(utc(uploaded_at)), issued_on) AS cleared_on
FROM read_csv(${INVOICES}, delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, columns = {
  'seller_id': 'VARCHAR', 'invoice_no': 'VARCHAR', 'order_id': 'VARCHAR', 'posting_number': 'VARCHAR', 'issued_on': 'DATE', 'uploaded_at': 'TIMESTAMPTZ',
  'languages': 'VARCHAR', 'status': 'VARCHAR', 'is_auto': 'BOOLEAN', 'amount': 'DECIMAL(18,2)', 'currency': 'VARCHAR', 'file_name': 'VARCHAR', 'exported_at': 'TIMESTAMPTZ'})
WHERE coalesce(status, 'issued') IN ('issued', 'uploaded');

CREATE TEMP TABLE dispute_rows AS
SELECT dispute_id, order_id, posting_number, moscow_day(utc(opened_at)) AS opened_on, moscow_day(utc(closed_at)) AS closed_on
FROM read_csv(${DISPUTES}, delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, columns = {
  'seller_id': 'VARCHAR', 'dispute_id': 'VARCHAR', 'order_id': 'VARCHAR', 'posting_number': 'VARCHAR', 'opened_at': 'TIMESTAMPTZ', 'closed_at': 'TIMESTAMPTZ',
  'state': 'VARCHAR', 'outcome': 'VARCHAR', 'amount': 'DECIMAL(18,2)', 'currency': 'VARCHAR', 'exported_at': 'TIMESTAMPTZ'});

-- Returns: CSV, and the XLSX reports converted before the clock. A workbook has
-- no return type, so its returns are inferred. Days are Moscow days.
CREATE TEMP TABLE return_rows AS
SELECT posting_number, moscow_day(utc(opened_at)) AS opened_on, moscow_day(utc(closed_at)) AS closed_on, true AS is_observed
FROM read_csv(${RETURNS}, delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, ignore_errors = true, columns = {
  'seller_id': 'VARCHAR', 'return_id': 'VARCHAR', 'posting_number': 'VARCHAR', 'order_id': 'VARCHAR', 'return_type': 'VARCHAR', 'status': 'VARCHAR',
  'opened_at': 'TIMESTAMPTZ', 'closed_at': 'TIMESTAMPTZ', 'amount': 'DECIMAL(18,2)', 'currency': 'VARCHAR', 'exported_at': 'TIMESTAMPTZ'})
WHERE return_type = 'ClientReturn'
UNION ALL
SELECT posting_number, moscow_day(opened_at), moscow_day(closed_at), false
FROM read_csv('${PREPARED}/xlsx_returns.csv', header = true, auto_detect = false,
  columns = {'posting_number': 'VARCHAR', 'opened_at': 'TIMESTAMP', 'closed_at': 'TIMESTAMP'});

-- Small tables of the whole shop.
CREATE TEMP TABLE accounts AS
SELECT seller_id, coalesce(valid_from, DATE '0001-01-01') AS valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to, lower(site) AS site, is_test, kyc_state,
  registration_country, lower(tier) AS tier, inn IS NOT NULL AND coalesce(is_inn_uploaded, true) AS has_inn, lower(tax_registration_type) AS tax_registration_type,
  CASE coalesce(intended_route, payout_method, default_payout_method) WHEN 'LianLian Pay' THEN 'lianlian' WHEN 'WorldFirst' THEN 'worldfirst' WHEN 'Payoneer' THEN 'payoneer'
    WHEN 'Bank Transfer (SWIFT)' THEN 'bank' ELSE 'unknown' END AS intended_route,
  is_account_data_complete
FROM read_csv('${IN}/seller_accounts.csv', header = true, auto_detect = false, columns = {
  'seller_id': 'VARCHAR', 'valid_from': 'DATE', 'valid_to': 'DATE', 'account_name': 'VARCHAR', 'licence_name': 'VARCHAR', 'licence_no': 'VARCHAR',
  'is_verified': 'BOOLEAN', 'entity_type': 'VARCHAR', 'business_type': 'VARCHAR', 'registration_country': 'VARCHAR', 'province': 'VARCHAR',
  'licence_address': 'VARCHAR', 'ozon_address': 'VARCHAR', 'site': 'VARCHAR', 'is_test': 'BOOLEAN', 'kyc_state': 'VARCHAR', 'tier': 'VARCHAR', 'inn': 'VARCHAR',
  'is_inn_uploaded': 'BOOLEAN', 'ogrn': 'VARCHAR', 'tax_registration_type': 'VARCHAR', 'payout_method': 'VARCHAR', 'default_payout_method': 'VARCHAR',
  'intended_route': 'VARCHAR', 'settlement_currency': 'VARCHAR', 'auto_invoice': 'BOOLEAN', 'is_account_data_complete': 'BOOLEAN', 'exported_at': 'TIMESTAMP'});

CREATE TEMP TABLE risk_events AS
SELECT seller_id, moscow_day(utc(event_at)) AS event_on, utc(event_at) AS event_at, event_type
FROM read_csv('${IN}/risk_events.csv', header = true, auto_detect = false, columns = {
  'seller_id': 'VARCHAR', 'event_at': 'TIMESTAMPTZ', 'event_type': 'VARCHAR', 'provider': 'VARCHAR', 'payout_id': 'VARCHAR', 'field_changed': 'VARCHAR',
  'note': 'VARCHAR', 'exported_at': 'TIMESTAMPTZ'});

CREATE TEMP TABLE external_events AS
SELECT starts_on, ends_on, seller_id, currency, CASE route WHEN 'LianLian Pay' THEN 'lianlian' WHEN 'WorldFirst' THEN 'worldfirst' WHEN 'Bank Transfer (SWIFT)' THEN 'bank' ELSE route END AS route
FROM read_csv('${IN}/external_events.csv', header = true, auto_detect = false, columns = {
  'event_id': 'VARCHAR', 'cause_code': 'VARCHAR', 'starts_on': 'DATE', 'ends_on': 'DATE', 'seller_id': 'VARCHAR', 'route': 'VARCHAR', 'currency': 'VARCHAR',
  'bank': 'VARCHAR', 'source': 'VARCHAR', 'note': 'VARCHAR'});

CREATE TEMP TABLE reviewed_skus AS
SELECT p.seller_id, p.sku, coalesce(s.valid_from, DATE '0001-01-01') AS valid_from, coalesce(s.valid_to, DATE '9999-12-31') AS valid_to
FROM read_csv('${IN}/product_categories.csv', header = true, auto_detect = false,
  columns = {'seller_id': 'VARCHAR', 'sku': 'VARCHAR', 'offer_id': 'VARCHAR', 'category': 'VARCHAR'}) p
JOIN read_csv('${IN}/category_states.csv', header = true, auto_detect = false, columns = {
  'seller_id': 'VARCHAR', 'category': 'VARCHAR', 'state': 'VARCHAR', 'valid_from': 'DATE', 'valid_to': 'DATE', 'source': 'VARCHAR'}) s
  ON s.seller_id = p.seller_id AND lower(s.category) = lower(p.category)
WHERE s.state = 'Manual Review';

CREATE TEMP TABLE carriers AS
SELECT lower(alias) AS alias, coalesce(valid_from, DATE '0001-01-01') AS valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to
FROM read_csv('${SEEDS}/carriers.csv', header = true, auto_detect = false, columns = {
  'carrier_code': 'VARCHAR', 'alias': 'VARCHAR', 'is_whitelisted': 'BOOLEAN', 'valid_from': 'DATE', 'valid_to': 'DATE', 'source': 'VARCHAR'})
WHERE is_whitelisted;

CREATE TEMP TABLE causes AS
SELECT cause_code, precedence AS rank, is_player, has_knock_on
FROM read_csv('${SEEDS}/cause_catalog.csv', header = true, auto_detect = false, columns = {
  'cause_code': 'VARCHAR', 'precedence': 'UTINYINT', 'claim_group': 'VARCHAR', 'claim_share': 'DOUBLE', 'is_fbo_suppressed': 'BOOLEAN', 'is_player': 'BOOLEAN',
  'label_en': 'VARCHAR', 'label_zh': 'VARCHAR', 'label_ru': 'VARCHAR', 'rule_ids': 'VARCHAR', 'needs_tables': 'VARCHAR', 'has_knock_on': 'BOOLEAN', 'source': 'VARCHAR'});

// The tables that the small job reads, as its peers need to know them beforehand:
// columns in their order, and the words of three languages.

// Payment history, with the types that DuckDB gives it.
export const paymentTypes = [
  ['seller_id', 'VARCHAR'], ['payout_id', 'VARCHAR'], ['settlement_batch_no', 'VARCHAR'], ['settled_on', 'DATE'], ['arrived_on', 'DATE'],
  ['payout_status', 'VARCHAR'], ['payout_amount', 'DECIMAL(18,2)'], ['payout_currency', 'VARCHAR'], ['route', 'VARCHAR'], ['order_id', 'VARCHAR'],
  ['posting_number', 'VARCHAR'], ['sku', 'VARCHAR'], ['line_id', 'VARCHAR'], ['line_type', 'VARCHAR'], ['line_amount', 'DECIMAL(18,2)'],
  ['line_currency', 'VARCHAR'], ['source_amount', 'DECIMAL(18,2)'], ['source_currency', 'VARCHAR'], ['applied_rate', 'DECIMAL(18,10)'],
  ['confirmed_at', 'TIMESTAMP'], ['bank_receipt_no', 'VARCHAR'], ['arrived_amount', 'DECIMAL(18,2)'], ['held_at', 'DATE'], ['released_at', 'DATE'],
  ['hold_reason', 'VARCHAR'], ['reported_delay_days', 'INTEGER'], ['reported_overdue', 'BOOLEAN'], ['is_test_transfer', 'BOOLEAN'], ['exported_at', 'TIMESTAMP'],
];

const payments = paymentTypes.map(([name]) => name);
const price = ['sku', 'offer_id', 'price', 'price_currency', 'buyer_paid', 'buyer_currency', 'quantity', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];
const fbs = ['order_id', 'posting_number', 'accepted_at', 'shipment_at', 'ship_by', 'status', 'delivered_at', 'handed_over_at', 'cancelled_at', 'shipment_amount',
  'shipment_currency', 'name', 'colour', 'size', ...price];

export const columns = {
  PAYMENTS_EN: payments,
  PAYMENTS_ZH: payments,
  PAYMENTS_RU: payments,
  ORDERS_RU_FBO: ['order_id', 'posting_number', 'accepted_at', 'shipment_at', 'status', 'delivered_at', 'handed_over_at', 'shipment_amount', 'shipment_currency', 'name', ...price],
  ORDERS_RU_FBS: fbs,
  ORDERS_ZH: [...fbs, 'c9'],
  TRACKING: ['seller_id', 'posting_number', 'tracking_number', 'carrier', 'integration_type', 'event', 'event_at', 'synced_at', 'event_source', 'location', 'exported_at'],
  INVOICES: ['seller_id', 'invoice_no', 'order_id', 'posting_number', 'issued_on', 'uploaded_at', 'languages', 'status', 'is_auto', 'amount', 'currency', 'file_name', 'exported_at'],
  ACCOUNTS: ['seller_id', 'valid_from', 'valid_to', 'account_name', 'licence_name', 'licence_no', 'is_verified', 'entity_type', 'business_type', 'registration_country',
    'province', 'licence_address', 'ozon_address', 'site', 'is_test', 'kyc_state', 'tier', 'inn', 'is_inn_uploaded', 'ogrn', 'tax_registration_type', 'payout_method',
    'default_payout_method', 'intended_route', 'settlement_currency', 'auto_invoice', 'is_account_data_complete', 'exported_at'],
};

export const separators = { PAYMENTS_RU: ';', ORDERS_RU_FBO: ';', ORDERS_RU_FBS: ';', ORDERS_ZH: ';' };

// What the rules of the small job ask for; other words stay as they are.
export const words = {
  payout_status: { Arrived: 'arrived', 已到账: 'arrived', Зачислено: 'arrived', 'Carried over': 'carried_over', 结转: 'carried_over', Перенесено: 'carried_over' },
  line_type: {
    Sale: 'sale', 销售: 'sale', Продажа: 'sale', Refund: 'refund', 退款: 'refund', Возврат: 'refund',
    Commission: 'commission', 佣金: 'commission', Комиссия: 'commission', 'Service fee': 'service', 服务费: 'service', Услуга: 'service',
  },
};

// The files of the small job with explicit schemas, lazily. A cell that cannot be
// read is absent; rows without what every row needs are left out (D42).
import { join } from 'node:path';

const dayMicros = 86_400_000_000;
const moscowMicros = 10_800_000_000;

export function load(pl, job) {
  const { col } = pl;
  const typesOf = {
    settled_on: pl.Date, arrived_on: pl.Date, payout_amount: pl.Float64, line_amount: pl.Float64, arrived_amount: pl.Float64, is_test_transfer: pl.Bool,
    issued_on: pl.Date, valid_from: pl.Date, valid_to: pl.Date, is_test: pl.Bool, d: pl.Date, t3: pl.Date, t5: pl.Date, n: pl.Int32,
    rub_num: pl.Int64, rub_den: pl.Int64, cny_num: pl.Int64, cny_den: pl.Int64, usd_num: pl.Int64, usd_den: pl.Int64,
  };
  const russian = { ...typesOf, settled_on: pl.Utf8, arrived_on: pl.Utf8 };
  const scan = (path, names, types = typesOf, options = {}) =>
    pl.scanCSV(path, { schema: Object.fromEntries(names.map((name) => [name, types[name] ?? pl.Utf8])), ignoreErrors: true, ...options });
  const table = (kind, paths, types, options = {}) => pl.concat(paths.map((path) =>
    scan(path, job.columns[kind], types, { sep: job.separators[kind] ?? ',', includeFilePaths: 'file', ...options })));

  // Instants are microseconds since 1970.
  const withOffset = (name) => col(name).str.strptime(pl.Datetime, '%Y-%m-%dT%H:%M:%S%z').cast(pl.Int64);
  const naive = (name, form) => col(name).str.strptime(pl.Datetime, form).cast(pl.Int64);
  const moscowDay = (instant) => instant.plus(moscowMicros).div(dayMicros).floor().cast(pl.Int32).cast(pl.Date);
  const firstDay = (name, form) => col(name).str.slice(0, 10).str.strptime(pl.Date, form);
  const minor = (name) => col(name).mul(100).round(0).cast(pl.Int64).alias(name);

  const payments = (rows, { confirmedOn, exportedAt }) => rows
    .filter(col('seller_id').isNotNull().and(col('payout_id').isNotNull()).and(col('settled_on').isNotNull()).and(col('payout_amount').isNotNull())
      .and(col('payout_currency').isNotNull()))
    .select('seller_id', 'payout_id', 'settled_on', 'arrived_on', col('payout_status').replace({ old: job.words.payout_status }), minor('payout_amount'),
      'payout_currency', 'order_id', 'posting_number', 'sku', 'line_id', col('line_type').replace({ old: job.words.line_type }), minor('line_amount'), 'line_currency',
      'source_currency', confirmedOn.alias('confirmed_on'), 'bank_receipt_no', minor('arrived_amount'), 'hold_reason', 'is_test_transfer',
      exportedAt.alias('exported_at'), 'file');

  const english = payments(table('PAYMENTS_EN', [...job.files.PAYMENTS_EN, join(job.prepared, 'json_payments.csv')]),
    { confirmedOn: moscowDay(withOffset('confirmed_at')), exportedAt: withOffset('exported_at') });
  const chinese = payments(table('PAYMENTS_ZH', job.files.PAYMENTS_ZH),
    { confirmedOn: firstDay('confirmed_at', '%Y-%m-%d'), exportedAt: naive('exported_at', '%Y-%m-%d %H:%M:%S').minus(moscowMicros) });
  const russianDays = ['settled_on', 'arrived_on'].map((name) => col(name).str.strptime(pl.Date, '%d.%m.%Y').alias(name));
  const translated = payments(table('PAYMENTS_RU', job.files.PAYMENTS_RU, russian, { decimalComma: true }).withColumns(...russianDays),
    { confirmedOn: firstDay('confirmed_at', '%d.%m.%Y'), exportedAt: naive('exported_at', '%d.%m.%Y %H:%M:%S').minus(moscowMicros) });

  // Postings: delivery in Moscow days, the scheme of the header generation (9.19).
  const orders = (kind, scheme) => table(kind, job.files[kind]).select('posting_number', 'delivered_at', 'status', pl.lit(scheme).alias('scheme'));
  const postings = pl.concat([orders('ORDERS_RU_FBO', 'fbo'), orders('ORDERS_RU_FBS', 'fbs'), orders('ORDERS_ZH', 'fbs')])
    .groupBy('posting_number')
    .agg(col('delivered_at').min(), col('status').isIn(['Отменён', '已取消']).any().alias('is_cancelled'), col('scheme').first().alias('order_scheme'))
    .select('posting_number', moscowDay(naive('delivered_at', '%Y-%m-%d %H:%M:%S')).alias('delivered_on'), 'is_cancelled', 'order_scheme');

  const synced = table('TRACKING', job.files.TRACKING)
    .filter(col('posting_number').isNotNull().and(col('event_at').isNotNull()))
    .groupBy('posting_number').agg(withOffset('synced_at').min().alias('synced_at'))
    .select('posting_number', moscowDay(col('synced_at')).alias('first_synced_on'));

  const invoiced = table('INVOICES', job.files.INVOICES)
    .filter(col('posting_number').isNotNull().and(col('status').fillNull('issued').isIn(['issued', 'uploaded'])))
    .groupBy('posting_number').agg(moscowDay(withOffset('uploaded_at')).fillNull(col('issued_on')).min().alias('invoiced_on'));

  const prepared = (name, names) => scan(join(job.prepared, name), names);
  const calendar = prepared('calendar.csv', ['d', 'n', 't3', 't5']);
  // One row per day and seller: what stood in the account on that day.
  const accounts = table('ACCOUNTS', job.files.ACCOUNTS)
    .select('seller_id', 'valid_from', 'valid_to', 'is_test', 'kyc_state', 'registration_country', col('site').str.toLowerCase().alias('site'), col('tier').str.toLowerCase().alias('tier'))
    .join(calendar.select('d'), { how: 'cross' })
    .filter(col('valid_from').isNull().or(col('valid_from').ltEq(col('d'))).and(col('valid_to').isNull().or(col('valid_to').gtEq(col('d')))));

  return {
    payments: pl.concat([english, chinese, translated]), postings, synced, invoiced, accounts, calendar,
    schemes: prepared('accrual_schemes.csv', ['posting_number', 'scheme']),
    rates: prepared('rates.csv', ['d', 'currency', 'rub_num', 'rub_den', 'cny_num', 'cny_den', 'usd_num', 'usd_den']),
  };
}

// From payment rows to dated lines: duckdb/dates.sql without what only causes need.
const key = ['seller_id', 'payout_id', 'line_id'];
const payout = ['seller_id', 'payout_id'];

export function dates(pl, job, tables) {
  const { col, lit, when } = pl;
  const asOf = lit(job.as_of).str.strptime(pl.Date, '%Y-%m-%d');
  const payments = tables.payments.collectSync({ engine: 'streaming' }).lazy(); // read once, asked twice
  const lines = withoutRepeats(pl, payments).collectSync({ engine: 'streaming' }).lazy();

  // Payouts: all of the money must have come (9.2, D06).
  const byNow = col('arrived_on').ltEq(asOf);
  const parts = lines.groupBy([...payout, 'arrived_on', 'arrived_amount', 'bank_receipt_no']).agg(
    col('payout_amount').first(), col('payout_status').eq(lit('arrived')).any().alias('arrived'), col('payout_status').eq(lit('partially_arrived')).any().alias('partly'));
  const payouts = parts.groupBy(payout).agg(
    col('arrived').any(), col('partly').any(), col('payout_amount').first(), byNow.sum().alias('arrivals'), byNow.and(col('arrived_amount').isNotNull()).sum().alias('amounts'),
    col('arrived_amount').filter(byNow).sum().alias('arrived_sum'), col('arrived_on').gt(asOf).any().alias('is_later'), col('arrived_on').max().alias('last'))
    .select(...payout.map((name) => col(name)),
      when(col('is_later').not().and(col('arrived')
        .or(col('arrivals').gt(0).and(col('arrivals').eq(col('amounts'))).and(col('arrived_sum').gtEq(col('payout_amount'))))
        .or(col('arrivals').eq(1).and(col('amounts').eq(0)).and(col('partly').not()))))
        .then(col('last')).otherwise(lit(null)).cast(pl.Date).alias('paid_on'),
      col('arrived').and(col('arrivals').eq(0)).and(col('is_later').not()).alias('is_undated'));

  const started = lines
    .join(payouts, { on: payout, how: 'inner' })
    .join(tables.postings, { on: 'posting_number', how: 'left' })
    .join(tables.schemes, { on: 'posting_number', how: 'left' })
    .withColumns(
      col('confirmed_on').fillNull(col('delivered_on')).fillNull(col('settled_on')).alias('clock_start_on'),
      when(col('scheme').isNull()).then(col('order_scheme').fillNull(lit('unknown'))).otherwise(col('scheme').replaceStrict(['FBO', 'FBS', 'OGL'], ['fbo', 'fbs', 'crossborder'], lit('unknown'))).alias('scheme'),
      when(col('line_id').eq(lit('0')).and(col('line_type').isNull())).then(lit('payout')).otherwise(col('line_type').fillNull(lit('sale'))).alias('line_type'),
      col('line_amount').fillNull(col('payout_amount')).alias('amount_minor'),
      col('line_currency').fillNull(when(col('line_amount').isNotNull()).then(col('source_currency')).otherwise(lit(null))).fillNull(col('payout_currency')).alias('currency'));

  const tiers = tables.accounts.select('seller_id', col('d').alias('clock_start_on'), col('tier').alias('tier_code'));
  const accounts = tables.accounts.select('seller_id', col('d').alias('settled_on'), 'is_test', 'site', 'kyc_state', 'registration_country');
  const calendar = tables.calendar.select(col('d').alias('clock_start_on'), 't3', 't5');
  return started
    .join(tiers, { on: ['seller_id', 'clock_start_on'], how: 'left' })
    .join(accounts, { on: ['seller_id', 'settled_on'], how: 'left' })
    .join(calendar, { on: 'clock_start_on', how: 'left' })
    .withColumns(col('tier_code').fillNull(lit('unknown')), scope(pl).alias('scope_code'))
    .withColumns(when(col('scope_code').neq(lit('in_scope'))).then(lit(null))
      .when(col('clock_start_on').lt(lit('2024-06-01').str.strptime(pl.Date, '%Y-%m-%d'))).then(col('clock_start_on').cast(pl.Int32).plus(7).cast(pl.Date))
      .when(col('scheme').eq(lit('fbo')).or(col('tier_code').eq(lit('premium')))).then(col('t3')).otherwise(col('t5')).alias('due_on'));
}

// withoutRepeats keeps the newest row of a key (D40) and numbers rows without a
// line id (D46). Repeated keys are few: only they are sorted.
function withoutRepeats(pl, payments) {
  const { col, lit, when } = pl;
  const repeated = payments.groupBy(key).agg(pl.len().alias('times')).filter(col('times').gt(1)).select(...key).collectSync({ engine: 'streaming' }).lazy();
  const again = payments.join(repeated, { on: key, how: 'semi', nullsEqual: true }).sort({ by: ['exported_at', 'file'], descending: [true, false], maintainOrder: true });
  const once = payments.join(repeated, { on: key, how: 'anti', nullsEqual: true });
  const newest = again.filter(col('line_id').isNotNull()).unique(key, 'first', true);
  const latest = again.filter(col('line_id').isNull())
    .filter(col('exported_at').eq(col('exported_at').first().over(...payout)).and(col('file').eq(col('file').first().over(...payout))));
  const bare = pl.concat([once.filter(col('line_id').isNull()), latest])
    .sort({ by: ['posting_number', 'sku', 'line_type', 'line_amount', 'order_id'], nullsLast: true, maintainOrder: true })
    .withColumns(when(col('order_id').isNull().and(col('posting_number').isNull()).and(col('line_amount').isNull())).then(lit('0'))
      .otherwise(col('payout_id').cumCount().over(...payout).cast(pl.Utf8)).alias('line_id'));
  return pl.concat([once.filter(col('line_id').isNotNull()), newest, bare]);
}

// scope says whether a line is judged, and if not, why; the first reason wins.
function scope(pl) {
  const { col, lit } = pl;
  const is = (name, word) => col(name).eq(lit(word));
  const reasons = [
    [is('line_type', 'sale').or(is('line_type', 'payout')).not(), 'not_a_sale'],
    [col('is_test_transfer').fillNull(lit(false)), 'test_transfer'],
    [col('is_test').and(is('site', 'ozon.global')), 'test_site'],
    [col('is_test').and(is('kyc_state', 'complete').not()), 'trial_without_kyc'],
    [is('registration_country', 'CN').not(), 'not_cn_registered'],
    [is('payout_status', 'returned'), 'returned'],
    [is('payout_status', 'cancelled').or(col('is_cancelled').fillNull(lit(false))), 'cancelled'],
    [is('payout_status', 'carried_over').or(is('hold_reason', 'below_minimum')), 'carried_over'],
    [col('is_undated'), 'unknown_arrival'],
  ];
  return reasons.reduce((chain, [reason, word]) => chain.when(reason).then(lit(word)), pl).otherwise(lit('in_scope'));
}

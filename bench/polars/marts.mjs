// The two tables of the small job, written by the streaming engine.
import { join } from 'node:path';

const written = { compression: 'zstd', rowGroupSize: 122_880, maintainOrder: false };

export async function marts(pl, job, tables, dated, out) {
  const { col, lit } = pl;
  const numbered = (name) => tables.calendar.select(col('d').alias(name), col('n').alias(`${name}_n`));
  const lines = dated
    .withColumns(col('paid_on').fillNull(lit(job.as_of).str.strptime(pl.Date, '%Y-%m-%d')).alias('end_on'))
    .join(tables.rates.rename({ d: 'settled_on' }), { on: ['settled_on', 'currency'], how: 'left' })
    .join(numbered('due_on'), { on: 'due_on', how: 'left' })
    .join(numbered('end_on'), { on: 'end_on', how: 'left' })
    .join(tables.synced, { on: 'posting_number', how: 'left' })
    .join(tables.invoiced, { on: 'posting_number', how: 'left' })
    .select('seller_id', 'payout_id', 'line_id', 'posting_number', 'scheme', 'tier_code', 'scope_code', 'amount_minor', 'currency',
      ...['rub', 'cny', 'usd'].map((currency) => converted(pl, currency)),
      'clock_start_on', 'settled_on', 'due_on', col('paid_on').alias('arrived_on'), col('end_on_n').sub(col('due_on_n')).alias('days_after_due'),
      col('end_on_n').gt(col('due_on_n')).alias('is_late'), 'first_synced_on', 'invoiced_on');
  const path = join(out, 'lines.parquet');
  await lines.sinkParquet(path, written).collect({ streaming: true });

  const late = (name) => col(name).filter(col('is_late')).sum();
  await pl.scanParquet(path)
    .groupBy(['seller_id', col('settled_on').dt.strftime('%Y-%m').alias('month'), 'currency'])
    .agg(pl.len().alias('lines'), col('is_late').sum().alias('late_lines'), late('days_after_due').alias('late_days'), col('amount_minor').sum(), col('rub_minor').sum())
    .sinkParquet(join(out, 'seller_months.parquet'), written).collect({ streaming: true });
}

// converted is exact: half away from zero in integers, below 2^53.
function converted(pl, currency) {
  const { col, lit, when } = pl;
  const [num, den] = [col(`${currency}_num`), col(`${currency}_den`)];
  const two = lit(2).cast(pl.Int64);
  const twice = col('amount_minor').abs().mul(num).mul(two).plus(den);
  const divisor = den.mul(two);
  const minor = twice.sub(twice.rem(divisor)).div(divisor).cast(pl.Int64);
  return when(col('amount_minor').lt(lit(0))).then(minor.mul(lit(-1).cast(pl.Int64))).otherwise(minor).alias(`${currency}_minor`);
}

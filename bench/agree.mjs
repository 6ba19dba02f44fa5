// Compares marts:
//   node agree.mjs core FACTS CAUSES FACTS CAUSES  product first, then a peer that does the core of the job
//   node agree.mjs lines FACTS NAME=LINES ...      product first, then peers that do the small job
//   node agree.mjs truth FACTS CAUSES TRUTH        against the shop's truth.csv
// FACTS, CAUSES and LINES are globs of Parquet files. Exits 1 if something differs.
import { connect } from './duck.mjs';

const db = await connect();
let differences = 0;

async function rows(sql) {
  return (await db.runAndReadAll(sql)).getRowObjectsJson();
}

// same asks both sides for one row per name and prints what differs.
async function same(what, sql, sides) {
  const [a, b] = await Promise.all(sides.map(async (side) => new Map((await rows(sql(side))).map((row) => [row.name, Number(row.value)]))));
  const wrong = [...new Set([...a.keys(), ...b.keys()])].filter((name) => !(Math.abs((a.get(name) ?? 0) - (b.get(name) ?? 0)) <= 1e-6));
  console.log(`${wrong.length === 0 ? 'agree ' : 'DIFFER'}  ${what}`);
  for (const name of wrong) console.log(`        ${name}: ${a.get(name) ?? 'none'} and ${b.get(name) ?? 'none'}`);
  differences += wrong.length;
}

async function totals(sides) {
  await same('rows', (s) => `SELECT 'payout_facts' AS name, count(*) AS value FROM ${s.facts} UNION ALL SELECT 'delay_causes', count(*) FROM ${s.causes}`, sides);
  await same('amounts by currency', (s) => `SELECT currency AS name, sum(amount)::DOUBLE AS value FROM ${s.facts} GROUP BY ALL`, sides);
  await same('converted amounts', (s) => `UNPIVOT (SELECT sum(amount_rub)::DOUBLE AS rub, sum(amount_cny)::DOUBLE AS cny, sum(amount_usd)::DOUBLE AS usd FROM ${s.facts}) ON rub, cny, usd`, sides);
  await same('late lines and days', (s) => `SELECT 'lines' AS name, count_if(is_late) AS value FROM ${s.facts} UNION ALL SELECT 'days', sum(days_after_due) FILTER (is_late) FROM ${s.facts}`, sides);
  for (const method of ['precedence', 'bottleneck']) {
    await same(`late lines by ${method}`, (s) => `SELECT ${method}_cause_code::VARCHAR AS name, count(*) AS value FROM ${s.facts} WHERE is_late GROUP BY ALL`, sides);
  }
  for (const method of ['precedence', 'bottleneck', 'shapley']) {
    await same(`days by ${method}`, (s) => `SELECT cause_code::VARCHAR AS name, round(sum(${method}_days), 6)::DOUBLE AS value FROM ${s.causes} GROUP BY ALL`, sides);
  }
}

// lineTotals compares what the small job adds up.
async function lineTotals(sides) {
  await same('rows', (s) => `SELECT 'lines' AS name, count(*) AS value FROM ${s}`, sides);
  await same('amounts by currency', (s) => `SELECT currency AS name, sum(amount_minor) AS value FROM ${s} GROUP BY ALL`, sides);
  await same('converted amounts', (s) => `UNPIVOT (SELECT sum(rub_minor) AS rub, sum(cny_minor) AS cny, sum(usd_minor) AS usd FROM ${s}) ON rub, cny, usd`, sides);
  await same('late lines and days', (s) => `SELECT 'lines' AS name, count_if(is_late) AS value FROM ${s} UNION ALL SELECT 'days', sum(days_after_due) FILTER (is_late) FROM ${s}`, sides);
}

// postingTotals compares the days of tracking and invoices, which the product has in no mart.
async function postingTotals(sides) {
  const days = (name) => `SELECT '${name}' AS name, sum(${name}::DATE - DATE '2000-01-01') AS value`;
  await same('days of tracking and invoices', (s) => `${days('first_synced_on')} FROM ${s} UNION ALL ${days('invoiced_on')} FROM ${s}`, sides);
}

const minor = (amount) => `(${amount} * 100)::BIGINT`;

// linesOf shows the product's facts as the small job writes its lines.
const linesOf = (facts) => `(SELECT seller_id, payout_id, line_id, posting_number, scheme, tier_code, scope_code, ${minor('amount')} AS amount_minor, currency,
  ${minor('amount_rub')} AS rub_minor, ${minor('amount_cny')} AS cny_minor, ${minor('amount_usd')} AS usd_minor, clock_start_on, settled_on, due_on, arrived_on, days_after_due, is_late
  FROM ${facts})`;

const lineKey = ['seller_id', 'payout_id', 'line_id'];

// columns compares two tables row by row, column by column, where both have the column.
async function columns(what, a, b, key) {
  const names = async (table) => (await rows(`DESCRIBE SELECT * FROM ${table}`)).map((row) => row.column_name);
  const inBoth = await names(b);
  const shared = (await names(a)).filter((name) => inBoth.includes(name) && !key.includes(name));
  const on = key.map((name) => `a.${name}::VARCHAR = b.${name}::VARCHAR`).join(' AND ');
  for (const side of [[a, b, 'first'], [b, a, 'second']]) {
    const alone = await rows(`SELECT ${key.map((name) => 'a.' + name).join(', ')} FROM ${side[0]} a ANTI JOIN ${side[1]} b ON ${on} LIMIT 5`);
    differences += alone.length;
    for (const row of alone) console.log(`DIFFER  ${what}: only in the ${side[2]}: ${JSON.stringify(row)}`);
  }
  const text = (side, name) => (/_at$/.test(name) ? `epoch_us(${side}.${name})::VARCHAR` : /_days$/.test(name) ? `round(${side}.${name}::DOUBLE, 6)::VARCHAR` : `${side}.${name}::VARCHAR`);
  const counts = await rows(`SELECT ${shared.map((name) => `count_if(${text('a', name)} IS DISTINCT FROM ${text('b', name)}) AS ${name}`).join(', ')} FROM ${a} a JOIN ${b} b ON ${on}`);
  for (const name of shared.filter((name) => Number(counts[0][name]) > 0)) {
    differences++;
    console.log(`DIFFER  ${what}.${name}: ${counts[0][name]} rows, the first of them`);
    const some = await rows(`SELECT ${key.map((k) => 'a.' + k).join(', ')}, a.${name}::VARCHAR AS first, b.${name}::VARCHAR AS second
      FROM ${a} a JOIN ${b} b ON ${on} WHERE ${text('a', name)} IS DISTINCT FROM ${text('b', name)} ORDER BY ALL LIMIT 3`);
    for (const row of some) console.log('        ' + JSON.stringify(row));
  }
  console.log(`        ${what}: ${shared.length} columns compared`);
}

const parquet = (path) => `read_parquet('${path}', hive_partitioning = false)`;
const [mode, ...args] = process.argv.slice(2);
const marts = (at) => ({ facts: parquet(args[at]), causes: parquet(args[at + 1]) });
if (mode === 'core') {
  const [first, second] = [marts(0), marts(2)];
  await totals([first, second]);
  await columns('payout_facts', first.facts, second.facts, lineKey);
  await columns('delay_causes', first.causes, second.causes, [...lineKey, 'cause_code']);
} else if (mode === 'lines') {
  const ours = linesOf(parquet(args[0]));
  const peers = args.slice(1).map((arg) => arg.split('=')).map(([name, path]) => [name, parquet(path)]);
  for (const [name, lines] of peers) {
    console.log(`ozpayout and ${name}`);
    await lineTotals([ours, lines]);
    await columns('lines', ours, lines, lineKey);
    if (lines !== peers[0][1]) await postingTotals([peers[0][1], lines]);
  }
} else if (mode === 'truth') {
  const first = marts(0);
  const truth = `(SELECT * EXCLUDE cause_codes, coalesce(cause_codes, '') AS cause_codes FROM read_csv('${args[2]}', all_varchar = true))`;
  const judged = `(SELECT f.seller_id, f.payout_id, f.line_id, f.posting_number, f.due_on, f.arrived_on, f.days_after_due AS late_days, f.precedence_cause_code,
      f.bottleneck_cause_code, coalesce(c.codes, '') AS cause_codes, f.unexplained_days
    FROM ${first.facts} f LEFT JOIN (
      SELECT d.seller_id, d.payout_id, d.line_id, string_agg(d.cause_code::VARCHAR, '|' ORDER BY k.place) AS codes
      FROM ${first.causes} d JOIN (SELECT unnest(codes) AS code, generate_subscripts(codes, 1) AS place FROM (SELECT ['TRACKING_NOT_SYNCED', 'CARRIER_NOT_WHITELISTED',
        'OPEN_RETURN', 'OPEN_DISPUTE', 'INVOICE_MISSING', 'ACCOUNT_INCOMPLETE', 'ROUTE_FALLBACK_BANK', 'MANUAL_REVIEW', 'INN_INTERCEPT', 'TAX_HOLD', 'RISK_FREEZE',
        'CHANNEL_SUSPENDED', 'HOLIDAY', 'EXTERNAL_BANK_REVIEW'] AS codes)) k ON k.code = d.cause_code::VARCHAR
      GROUP BY ALL) c ON c.seller_id = f.seller_id AND c.payout_id = f.payout_id AND c.line_id = f.line_id
    WHERE f.is_late)`;
  await columns('truth', judged, truth, lineKey);
} else {
  throw new Error('usage: node agree.mjs core|lines|truth ...');
}
console.log(differences === 0 ? 'no difference' : `${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;

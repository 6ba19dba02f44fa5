// The small job in chDB: node driver.mjs PREPARED OUT
// THREADS (2) may be set in the environment.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFile } from '../statements.mjs';

const { Session } = createRequire(join(process.env.MODULES, 'chdb', 'package.json'))('chdb');
const [prepared, out] = process.argv.slice(2);
const job = JSON.parse(readFileSync(join(prepared, 'job.json'), 'utf8'));

// The types of columns that are read; all others are text that nobody asks for.
const types = {
  settled_on: 'Nullable(Date)', arrived_on: 'Nullable(Date)', payout_amount: 'Nullable(Decimal(18,2))', line_amount: 'Nullable(Decimal(18,2))',
  arrived_amount: 'Nullable(Decimal(18,2))', confirmed_at: instant(), exported_at: instant(), is_test_transfer: 'Nullable(Bool)', delivered_at: instant('UTC'),
  event_at: instant(), synced_at: instant(), uploaded_at: instant(), issued_on: 'Nullable(Date)', valid_from: 'Nullable(Date)', valid_to: 'Nullable(Date)', is_test: 'Nullable(Bool)',
};
function instant(zone = 'Europe/Moscow') {
  return `Nullable(DateTime('${zone}'))`;
}
const structure = (names, of) => names.map((name) => `${name} ${of[name] ?? 'String'}`).join(', ');
// A Russian export writes days and amounts in its own way: the SQL parses them.
const russian = Object.fromEntries(['settled_on', 'arrived_on', 'payout_amount', 'line_amount', 'arrived_amount', 'confirmed_at', 'exported_at'].map((name) => [name, 'String']));

function table(kind, paths) {
  const of = kind === 'PAYMENTS_RU' ? { ...types, ...russian } : types;
  const schema = structure(job.columns[kind], of).replaceAll("'", "''");
  return '(' + paths.map((path) => `SELECT *, '${path}' AS file FROM file('${path}', CSVWithNames, '${schema}')`).join(' UNION ALL ') + ')';
}
const arrays = (map) => [Object.keys(map), Object.values(map)].map((list) => `[${list.map((word) => `'${word}'`).join(', ')}]`).join(', ');
const values = {
  ...Object.fromEntries(Object.keys(job.columns).map((kind) => [kind, table(kind, kind === 'PAYMENTS_EN' ? [...job.files[kind], join(prepared, 'json_payments.csv')] : job.files[kind])])),
  PREPARED: prepared, OUT: out, AS_OF: job.as_of, PAYOUT_STATUS: arrays(job.words.payout_status), LINE_TYPE: arrays(job.words.line_type),
};

mkdirSync(out, { recursive: true });
const session = new Session();
session.query(`SET max_threads = ${process.env.THREADS ?? '2'}`);
for (const name of ['load.sql', 'dates.sql', 'marts.sql']) {
  await runFile(join(dirname(fileURLToPath(import.meta.url)), name), values, (statement) => session.query(statement));
}
session.cleanup();

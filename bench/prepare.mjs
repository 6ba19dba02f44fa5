// Before the clock: node prepare.mjs IN PREPARED AS_OF SEEDS
//
// Finds the files of a shop, converts what not every peer can read (XML, XLSX,
// JSON), lets DuckDB work out calendar and rates, and writes job.json, from which
// every peer learns its files, columns, words and settings.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columns, separators, words } from './columns.mjs';
import { connect } from './duck.mjs';
import { convert, findFiles } from './files.mjs';
import { runFile } from './statements.mjs';

const [folder, prepared, asOf, seeds] = process.argv.slice(2);
const { found, others } = findFiles(folder);
const copies = others.json.filter((path) => path.endsWith('payouts.json'));
convert(found, others, copies, prepared);

const files = { ...found, ACCOUNTS: [join(folder, 'seller_accounts.csv')] };
for (const [kind, paths] of Object.entries(files)) if (paths.length === 0) paths.push(join(prepared, `no_${kind}.csv`));
const job = { in: folder, prepared, as_of: asOf, seeds, files, json_payments: copies, columns, separators, words };
writeFileSync(join(prepared, 'job.json'), JSON.stringify(job, null, 1));

const connection = await connect();
const calendar = join(dirname(fileURLToPath(import.meta.url)), 'duckdb', 'calendar.sql');
await runFile(calendar, { PREPARED: prepared, AS_OF: asOf, SEEDS: seeds }, (statement) => connection.run(statement));
for (const [table, chosen] of [['calendar', 'd, n, t3, t5'], ['rates', 'd, currency, rub_num, rub_den, cny_num, cny_den, usd_num, usd_den']]) {
  await connection.run(`COPY (SELECT ${chosen} FROM ${table} ORDER BY ALL) TO '${join(prepared, `${table}.csv`)}' (HEADER)`);
}
connection.closeSync();

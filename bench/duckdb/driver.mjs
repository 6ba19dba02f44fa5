// The whole job in DuckDB: node driver.mjs PREPARED OUT
// THREADS (2) and INPUTS (TABLE or VIEW) may be set in the environment.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paymentTypes } from '../columns.mjs';
import { connect } from '../duck.mjs';
import { runFile } from '../statements.mjs';

const [prepared, out] = process.argv.slice(2);
const job = JSON.parse(readFileSync(join(prepared, 'job.json'), 'utf8'));
const list = (paths) => '[' + paths.map((path) => `'${path}'`).join(', ') + ']';
const types = paymentTypes.map(([name, type]) => `'${name}': '${type}'`).join(', ');
const withOffset = types.replaceAll("'TIMESTAMP'", "'TIMESTAMPTZ'");
const copies = job.json_payments;
const values = {
  ...Object.fromEntries(Object.entries(job.files).map(([kind, paths]) => [kind, list(paths)])),
  IN: job.in, PREPARED: prepared, OUT: out, AS_OF: job.as_of, SEEDS: job.seeds, KIND: process.env.INPUTS ?? 'VIEW',
  PAYMENT_COLUMNS: types, PAYMENT_COLUMNS_WITH_OFFSET: withOffset,
  PAYMENTS_JSON: copies.length > 0 ? `UNION ALL SELECT * FROM read_json(${list(copies)}, filename = true, columns = {${withOffset}})` : '',
};

mkdirSync(out, { recursive: true });
const connection = await connect({ preserve_insertion_order: 'false' });
for (const name of ['calendar.sql', 'load.sql', 'dates.sql', 'causes.sql', 'marts.sql']) {
  await runFile(join(dirname(fileURLToPath(import.meta.url)), name), values, (statement) => connection.run(statement));
}
connection.closeSync();

// Runs the whole job in DuckDB:
//   node driver.mjs prepare IN PREPARED            (before the clock)
//   node driver.mjs run IN PREPARED OUT AS_OF SEEDS (the measured process)
// THREADS (2) and INPUTS (TABLE or VIEW) may be set in the environment.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, here } from './duck.mjs';
import { findFiles, prepare } from './files.mjs';

const paymentColumns = [
  ['seller_id', 'VARCHAR'], ['payout_id', 'VARCHAR'], ['settlement_batch_no', 'VARCHAR'], ['settled_on', 'DATE'], ['arrived_on', 'DATE'],
  ['payout_status', 'VARCHAR'], ['payout_amount', 'DECIMAL(18,2)'], ['payout_currency', 'VARCHAR'], ['route', 'VARCHAR'], ['order_id', 'VARCHAR'],
  ['posting_number', 'VARCHAR'], ['sku', 'VARCHAR'], ['line_id', 'VARCHAR'], ['line_type', 'VARCHAR'], ['line_amount', 'DECIMAL(18,2)'],
  ['line_currency', 'VARCHAR'], ['source_amount', 'DECIMAL(18,2)'], ['source_currency', 'VARCHAR'], ['applied_rate', 'DECIMAL(18,10)'],
  ['confirmed_at', 'TIMESTAMP'], ['bank_receipt_no', 'VARCHAR'], ['arrived_amount', 'DECIMAL(18,2)'], ['held_at', 'DATE'], ['released_at', 'DATE'],
  ['hold_reason', 'VARCHAR'], ['reported_delay_days', 'INTEGER'], ['reported_overdue', 'BOOLEAN'], ['is_test_transfer', 'BOOLEAN'], ['exported_at', 'TIMESTAMP'],
].map(([name, type]) => `'${name}': '${type}'`).join(', ');

const withOffset = paymentColumns.replaceAll("'TIMESTAMP'", "'TIMESTAMPTZ'");

function settings(folder, prepared, out, asOf, seeds) {
  const { found, others } = findFiles(folder);
  const list = (paths) => '[' + paths.map((path) => `'${path}'`).join(', ') + ']';
  const values = { IN: folder, PREPARED: prepared, OUT: out, AS_OF: asOf, SEEDS: seeds, KIND: process.env.INPUTS ?? 'VIEW', PAYMENT_COLUMNS: paymentColumns, PAYMENT_COLUMNS_WITH_OFFSET: withOffset };
  for (const [kind, paths] of Object.entries(found)) values[kind] = list(paths.length > 0 ? paths : [join(prepared, `no_${kind}.csv`)]);
  const copies = others.json.filter((path) => path.endsWith('payouts.json'));
  values.PAYMENTS_JSON = copies.length > 0 ? `UNION ALL SELECT * FROM read_json(${list(copies)}, filename = true, columns = {${withOffset}})` : '';
  return values;
}

async function run(args) {
  const values = settings(...args);
  mkdirSync(values.OUT, { recursive: true });
  const connection = await connect({ preserve_insertion_order: 'false' });
  for (const name of ['load.sql', 'dates.sql', 'causes.sql', 'marts.sql']) {
    const sql = readFileSync(join(here, name), 'utf8').replace(/\$\{(\w+)\}/g, (_, key) => values[key]);
    for (const statement of sql.split(/;\s*$/m).filter((part) => part.replace(/--.*$/gm, '').trim() !== '')) {
      const started = performance.now();
      await connection.run(statement);
      if (process.env.TRACE) {
        const what = statement.replace(/--.*$/gm, '').trim().split('\n')[0].slice(0, 60);
        console.error(`${(performance.now() - started).toFixed(0).padStart(7)} ms  ${what}`);
      }
    }
  }
  connection.closeSync();
}

const [mode, ...args] = process.argv.slice(2);
if (mode === 'prepare') prepare(...args);
else if (mode === 'run') await run(args);
else throw new Error('usage: node driver.mjs prepare|run ...');

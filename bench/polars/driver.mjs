// The small job in Polars: node driver.mjs PREPARED OUT
// Set POLARS_MAX_THREADS beside THREADS: Polars reads it as it is loaded.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dates } from './dates.mjs';
import { load } from './load.mjs';
import { marts } from './marts.mjs';

process.env.POLARS_MAX_THREADS = process.env.THREADS ?? '2';
const pl = createRequire(join(process.env.MODULES, 'polars', 'package.json'))('nodejs-polars');
const [prepared, out] = process.argv.slice(2);
const job = JSON.parse(readFileSync(join(prepared, 'job.json'), 'utf8'));
mkdirSync(out, { recursive: true });
const tables = load(pl, job);
await marts(pl, job, tables, dates(pl, job, tables), out);

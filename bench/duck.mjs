// Opens DuckDB from the folder MODULES/duckdb: the module is installed outside
// the repository.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function connect(options = {}) {
  const modules = createRequire(join(process.env.MODULES, 'duckdb', 'package.json'));
  const { DuckDBInstance } = await import(pathToFileURL(modules.resolve('@duckdb/node-api')).href);
  const instance = await DuckDBInstance.create(':memory:', { threads: process.env.THREADS ?? '2', ...options });
  return instance.connect();
}

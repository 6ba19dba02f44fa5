// Opens DuckDB from the folder that MODULES names: the module is installed
// outside the repository.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));

export async function connect(options = {}) {
  const modules = createRequire(join(process.env.MODULES ?? here, 'package.json'));
  const { DuckDBInstance } = await import(pathToFileURL(modules.resolve('@duckdb/node-api')).href);
  const instance = await DuckDBInstance.create(':memory:', { threads: process.env.THREADS ?? '2', ...options });
  return instance.connect();
}

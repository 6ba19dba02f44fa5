// Files of SQL statements, for the peers that speak SQL.
import { readFileSync } from 'node:fs';

// runFile fills ${NAME} in with values and runs statement after statement;
// TRACE=1 prints the time of each.
export async function runFile(path, values, run) {
  const sql = readFileSync(path, 'utf8').replace(/\$\{(\w+)\}/g, (_, key) => values[key]);
  for (const statement of sql.split(/;\s*$/m)) {
    const bare = statement.replace(/--.*$/gm, '').trim();
    if (bare === '') continue;
    const started = performance.now();
    await run(statement);
    if (process.env.TRACE) console.error(`${(performance.now() - started).toFixed(0).padStart(7)} ms  ${bare.split('\n')[0].slice(0, 60)}`);
  }
}

import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** Appends one line to history.csv: when, which commit, on what, and the numbers in the order of the file's head. */
export function record(numbers: readonly number[]): void {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain') === '' ? '' : '+';
  const cpu = `${cpus().length}x ${cpus()[0]?.model ?? 'unknown'}`.replaceAll(',', ' ');
  const line = [
    new Date().toISOString(),
    git('rev-parse', '--short', 'HEAD') + changed,
    process.version,
    cpu,
    ...numbers.map((n) => n.toFixed(2)),
  ];
  appendFileSync(join(import.meta.dirname, 'history.csv'), `${line.join(',')}\n`);
}

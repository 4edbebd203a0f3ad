import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireGo } from '../scripts/build/go.ts';

/** One benchmark of `go test -bench`, its numbers by their unit: `ns/op`, `ns/span`, `B/op`, `allocs/op`. */
export interface GoBenchmark {
  readonly package: string;
  readonly name: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/**
 * Runs the benchmarks of the collector's packages, all of them where none is named (`./price`).
 *
 * @throws {NoGo} when there is no Go; its message says what to install.
 * @throws {Error} when a benchmark fails.
 */
export function measureCollector(packages: readonly string[] = ['./...']): GoBenchmark[] {
  requireGo();
  const { status, stdout } = spawnSync('go', ['test', '-run', '^$', '-bench', '.', '-benchmem', ...packages], {
    cwd: join(import.meta.dirname, '../collector'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`go test -bench failed:\n${stdout}`);
  return readBenchmarks(stdout);
}

/** Reads what `go test -bench` prints: a line `pkg: …` before the lines of a package's benchmarks. */
export function readBenchmarks(printed: string): GoBenchmark[] {
  const found: GoBenchmark[] = [];
  let within = '';
  for (const line of printed.split('\n')) {
    if (line.startsWith('pkg: ')) within = line.split('/').at(-1) ?? '';
    const [name = '', , ...pairs] = line.trim().split(/\s+/);
    if (!name.startsWith('Benchmark') || pairs.length < 2) continue;
    const numbers: Record<string, number> = {};
    for (let at = 0; at + 1 < pairs.length; at += 2) numbers[pairs[at + 1] ?? ''] = Number(pairs[at]);
    found.push({ package: within, name: name.replace(/^Benchmark/, '').replace(/-\d+$/, ''), numbers });
  }
  return found;
}

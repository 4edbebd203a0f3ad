import { spawnSync } from 'node:child_process';
import type { VectorAnswer, VectorQuery } from './case.ts';

/** What the Go engine says, in the order of the queries. Throws with the tool's own words when it fails. */
export function collectorAnswers(
  queries: readonly VectorQuery[],
  args: readonly string[] = [],
): readonly VectorAnswer[] {
  const { status, stdout, stderr, error } = spawnSync('go', ['run', './cmd/pricelines', ...args], {
    cwd: 'collector',
    input: queries.map((query) => JSON.stringify(query)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`pricelines: ${error?.message ?? stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as VectorAnswer);
}

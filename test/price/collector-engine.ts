import { spawn, spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buildPricelines } from '../../scripts/build/pricelines.ts';
import type { VectorAnswer } from './case.ts';

/** What the Go engine says, in the order of the queries. Throws with the tool's own words when it fails. */
export function collectorAnswers(
  queries: readonly object[],
  args: readonly string[] = [],
  binary: string = buildPricelines(),
): readonly VectorAnswer[] {
  const { status, stdout, stderr, error } = spawnSync(binary, args, {
    input: queries.map((query) => JSON.stringify(query)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`pricelines: ${error?.message ?? stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as VectorAnswer);
}

/**
 * The same for more than fits in memory: takes texts of whole lines as fast as the engine reads them, gives its lines as
 * they come, in order. Leaving the loop ends the engine.
 */
export async function* collectorLines(
  texts: Iterable<string>,
  args: readonly string[] = [],
): AsyncIterable<readonly string[]> {
  const child = spawn(buildPricelines(), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const written = pipeline(Readable.from(texts), child.stdin);
  // Who breaks the loop off does not ask; everybody else hears of it below.
  written.catch(() => {});
  try {
    child.stdout.setEncoding('utf8');
    let rest = '';
    for await (const chunk of child.stdout as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
    await written;
  } finally {
    child.kill();
  }
}

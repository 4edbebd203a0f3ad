/**
 * `npm run matrix`: tries every cell of `test/matrix/matrix.yaml` and prints the table of what came of them.
 * `-- 'openai 7' 'Node 20'` tries the cells whose names have all of these words; `-- --write` tries all and writes the table
 * into `docs/compatibility.md`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Cell, readCells } from '../test/matrix/cells.ts';
import { openJudge } from '../test/matrix/judge.ts';
import { nameOf, type Result, tableOf, withResults } from '../test/matrix/page.ts';
import { nodeVersion } from './runtimes.ts';

const page = 'docs/compatibility.md';
const words = process.argv.slice(2).filter((word) => word !== '--write');
const isToBeWritten = words.length < process.argv.length - 2;
if (isToBeWritten && words.length > 0) throw new Error('--write is for the whole table');

const cells = readCells().filter((cell) => words.every((word) => nameOf(cell).includes(word)));
const judge = openJudge();
const came = new Map<Cell, Result['came']>();
let again: readonly Cell[] = [];
try {
  const waiting = cells.values();
  // They wait more than they work.
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, () => tryAll(waiting)));
  // What a program can tell it can tell again, alone; what a busy machine did is gone then.
  again = cells.filter((cell) => typeof came.get(cell) === 'string');
  await tryAll(again);
} finally {
  judge.close();
}

const results = cells.map((cell) => ({ cell, came: came.get(cell) ?? 'was not tried' }));
console.log(`\n${tableOf(results)}\n`);
const failed = results.filter((result) => typeof result.came === 'string').length;
const summary = `${results.length - failed} passed, ${failed} failed`;
if (isToBeWritten) writeFileSync(page, withResults(readFileSync(page, 'utf8'), about(), results));
console.log(summary);
if (failed > 0 || results.length === 0) process.exitCode = 1;

/** Several share the cells that wait. */
async function tryAll(waiting: Iterable<Cell>): Promise<void> {
  for (const cell of waiting) {
    const result = await judge.judge(cell).catch(firstLine);
    came.set(cell, result);
    console.log(
      `${typeof result === 'string' ? 'FAILED' : 'ok    '} ${nameOf(cell)}${typeof result === 'string' ? `: ${result}` : ''}`,
    );
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (
    message
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.slice(0, 300) ?? 'no reason given'
  );
}

/** When, on what, and how much. */
function about(): string {
  const nodes = [...new Set(cells.map(({ node }) => node))].map((major) => nodeVersion(major));
  const calls = results.reduce((sum, result) => sum + (typeof result.came === 'string' ? 0 : result.came.calls), 0);
  const when = new Date().toISOString().slice(0, 10);
  return (
    `${when}: ${summary} of ${results.length} cells, ${again.length} of them tried twice; ${calls} calls observed. Node ${nodes.join(', ')}; ` +
    `\`@opentelemetry/sdk-node\` ${Object.values(judge.otelVersions).join(' (SDK 2) and ')} (SDK 3).`
  );
}

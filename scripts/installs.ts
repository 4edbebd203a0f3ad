/**
 * `npm run installs`: installs the packed package into every fresh folder of `test/installs/cases.ts` and prints the table of what
 * came of it. `-- pnpm 'sdk-node 0.3'` tries those whose names have all of these words.
 */
import { availableParallelism } from 'node:os';
import { openAttempts } from '../test/installs/attempt.ts';
import { type Case, cases, nameOf } from '../test/installs/cases.ts';

const words = process.argv.slice(2);
const wanted = cases.filter((each) => words.every((word) => nameOf(each).includes(word)));
const attempts = openAttempts();
const came = new Map<Case, string>();
let failed = 0;
try {
  const waiting = wanted.values();
  await Promise.all(Array.from({ length: availableParallelism() }, () => tryAll(waiting)));
} finally {
  attempts.close();
}

const runtimes = [...new Set(wanted.map(runtimeOf))];
console.log(`\n| folder | ${runtimes.join(' | ')} |\n| --- |${' --- |'.repeat(runtimes.length)}`);
for (const [name, inRow] of Map.groupBy(wanted, (each) => each.name)) {
  const shown = runtimes.map((runtime) => {
    const found = inRow.find((each) => runtimeOf(each) === runtime);
    return found === undefined ? '' : came.get(found);
  });
  console.log(`| ${name} | ${shown.join(' | ')} |`);
}
console.log(`\n${wanted.length - failed} passed, ${failed} failed`);
if (failed > 0 || wanted.length === 0) process.exitCode = 1;

/** Several share the cases that wait. */
async function tryAll(waiting: Iterable<Case>): Promise<void> {
  for (const each of waiting) {
    try {
      const { sdk, api } = await attempts.attempt(each);
      came.set(each, `SDK ${sdk}, API ${api}`);
      console.log(`ok     ${nameOf(each)}`);
    } catch (error) {
      failed += 1;
      came.set(each, '**fails**');
      console.log(`FAILED ${nameOf(each)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function runtimeOf({ node, manager }: Case): string {
  return `Node ${node}, ${manager}`;
}

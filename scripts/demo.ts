/** The demo: runs the support agent, then prints what its tasks cost and how one of them came to its cost. */
import { once } from 'node:events';
import { summaryJson } from '../src/report/json.ts';
import { summarize } from '../src/report/summary.ts';
import { tableOf } from '../src/report/table.ts';
import { tasksOf } from '../src/report/task.ts';
import type { TaskRecord } from '../src/report/task.ts';
import { treeOf } from '../src/report/tree.ts';
import { startJaegerStack } from './demo/jaeger.ts';
import type { JaegerStack } from './demo/jaeger.ts';
import { readOptions, usage } from './demo/options.ts';
import { runAgent, supportAgent } from './demo/run.ts';
import type { Run } from './demo/run.ts';

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(`${options}\n\n${usage}`);
  process.exitCode = 2;
} else if (options.help) {
  console.log(usage);
} else {
  try {
    await (options.json ? inJson() : options.jaeger ? inJaeger() : inTable());
  } catch (error) {
    console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

async function inJson(): Promise<void> {
  const run = await runAgent(supportAgent, process.env, 'ignore');
  const { types, total } = summarize(tasksOf(run.spans));
  console.log(JSON.stringify({ types: types.map(summaryJson), total: summaryJson(total) }));
  checkDelivery(run);
}

async function inTable(): Promise<void> {
  console.log(`$ node ${supportAgent.command.join(' ')}\n`);
  const run = await runAgent(supportAgent, process.env, 'inherit');
  print(run);
  checkDelivery(run);
}

async function inJaeger(): Promise<void> {
  // From the start, so that nothing that was started is left behind.
  const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  console.log('Starting a Jaeger and the collector; building them first where that is needed.');
  const stack = await startJaegerStack();
  try {
    await Promise.race([asked, showIn(stack).then(() => asked)]);
  } finally {
    await stack.stop();
  }
}

async function showIn(stack: JaegerStack): Promise<void> {
  console.log(`$ OTEL_EXPORTER_OTLP_ENDPOINT=${stack.otlpUrl} node ${supportAgent.command.join(' ')}\n`);
  // Whatever else the environment says about where telemetry goes, it goes to this stack.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
  const run = await runAgent(supportAgent, { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: stack.otlpUrl }, 'inherit');
  checkDelivery(run);
  const shown = print(run);
  await stack.waitFor(tasksOf(run.spans));
  console.log(`\n${await stack.pages(shown)}\n\nCtrl-C stops both.`);
}

/** Prints the table and the tree of one task, and gives back that task. */
function print({ spans }: Run): TaskRecord {
  const tasks = tasksOf(spans);
  const { types, total } = summarize(tasks);
  const told = mostRetried(tasks);
  console.log(`\n${tableOf(types, total)}`);
  console.log('USD at list prices. Every task counts: the successes pay for the failures.');
  console.log(`\n${treeOf(told, spans)}`);
  return told;
}

/** The task worth looking into: the one with the most retries, of these the dearest. */
function mostRetried(tasks: readonly TaskRecord[]): TaskRecord {
  const [told] = tasks.toSorted((a, b) => b.retries - a.retries || Number((b.cost ?? 0n) - (a.cost ?? 0n)));
  if (told === undefined) throw new Error('spans arrived, but no task among them');
  return told;
}

function checkDelivery({ undelivered }: Run): void {
  if (undelivered !== undefined) throw new Error(`not everything was delivered: ${undelivered}`);
}

/** The article's worked example, run twice: at the prices the article prints, and at list prices. */
import { articleScript } from '../examples/article-2026-04/script.ts';
import { formatUsd, type Atto } from '../src/price/money.ts';
import { counted, grouped, inColumns } from '../src/report/columns.ts';
import { tasksOf, type TaskRecord } from '../src/report/task.ts';
import { treeOf } from '../src/report/tree.ts';
import { runAgent, type Agent, type Run } from './demo/run.ts';

const example = 'examples/article-2026-04';
const agent: Agent = {
  name: 'article-2026-04',
  command: ['--import', 'taskmeter/register', `${example}/main.ts`],
  script: articleScript,
};

/** The article's volume, and its month. */
const TASKS_A_DAY = 1000;
const DAYS_A_MONTH = 30;

const usage = `Usage: npm run article -- [--json]

Runs the worked example of the article of April 2026 against a scripted provider on loopback, once at the article's prices
and once at list prices, and prints what a task, a day and a month cost.

  --json     print the costs as JSON, decimal strings in USD, and nothing else (with npm run -s article)
  --help     print this`;

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg !== '--json' && arg !== '--help');
if (unknown !== undefined) {
  console.error(`unknown argument ${unknown}\n\n${usage}`);
  process.exitCode = 2;
} else if (args.includes('--help')) {
  console.log(usage);
} else {
  try {
    await main(args.includes('--json'));
  } catch (error) {
    console.error(`article: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

async function main(json: boolean): Promise<void> {
  const asPrinted = await run(`${example}/prices.yaml`);
  const asListed = await run(undefined);
  const [printed, listed] = [taskOf(asPrinted), taskOf(asListed)];
  console.log(
    json
      ? JSON.stringify({ article_prices: costsJson(costOf(printed)), list_prices: costsJson(costOf(listed)) })
      : [
          treeOf(printed, asPrinted.spans),
          '',
          ...tableOf(printed, listed),
          '',
          `The article rounds its prices' numbers to $0.21, $210 and $6,300. Why they are ten times too high: ${example}/README.md.`,
        ].join('\n'),
  );
}

/** One run of the task with these prices in front of the catalogue, whatever the environment says about prices. */
function run(prices: string | undefined): Promise<Run> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:OTEL|TASKMETER)_/.test(name)));
  return runAgent(agent, prices === undefined ? env : { ...env, TASKMETER_PRICES: prices }, 'ignore');
}

function taskOf({ spans }: Run): TaskRecord {
  const [task, ...others] = tasksOf(spans);
  if (task === undefined || others.length > 0) throw new Error(`one task was run, ${others.length} more arrived`);
  return task;
}

function costOf({ cost, unpricedCalls }: TaskRecord): Atto {
  if (cost === undefined || unpricedCalls > 0) throw new Error(`${unpricedCalls} calls of the task have no price`);
  return cost;
}

function periodsOf(task: Atto): readonly [task: Atto, day: Atto, month: Atto] {
  const day = task * BigInt(TASKS_A_DAY);
  return [task, day, day * BigInt(DAYS_A_MONTH)];
}

function costsJson(cost: Atto): { readonly task_usd: string; readonly day_usd: string; readonly month_usd: string } {
  const [task_usd, day_usd, month_usd] = periodsOf(cost).map(formatUsd) as [string, string, string];
  return { task_usd, day_usd, month_usd };
}

function tableOf(printed: TaskRecord, listed: TaskRecord): string[] {
  const { calls, toolCalls, retries, inputTokens, outputTokens } = printed;
  const [head = '', ...lines] = inColumns(
    [
      ['', 'a task', 'a day', `${DAYS_A_MONTH} days`],
      ["the article's prices", ...periodsOf(costOf(printed)).map(inDollars)],
      ['list prices', ...periodsOf(costOf(listed)).map(inDollars)],
    ],
    'lrrr',
  );
  return [
    `${counted(calls, 'step', 'steps')}, ${counted(toolCalls, 'tool call', 'tool calls')}, ${counted(retries, 'retry', 'retries')}, ` +
      `${grouped(inputTokens)} tokens in, ${grouped(outputTokens)} out; ${grouped(TASKS_A_DAY)} tasks a day`,
    '',
    head,
    '─'.repeat(head.length),
    ...lines,
  ];
}

/** `$6,252.00`: exact, with cents at least. */
function inDollars(cost: Atto): string {
  const [whole = '0', fraction = ''] = formatUsd(cost).split('.');
  return `$${grouped(Number(whole))}.${fraction.padEnd(2, '0')}`;
}

import { counted, grouped, inColumns } from './columns.ts';
import type { Summary } from './summary.ts';
import { dollars } from './usd.ts';

const head = [
  'task type',
  'tasks',
  'success',
  'calls',
  'retries',
  'tools',
  'tokens in',
  'from cache',
  'tokens out',
  'cost',
  'cost/task',
  'cost/success',
];

/** The table of costs, one line a type and one for all, with notes on what is not final or not complete. */
export function tableOf(types: readonly Summary[], total: Summary): string {
  const [first = '', ...lines] = inColumns([head, ...[...types, total].map(rowOf)], 'lrrrrrrrrrrr');
  const rule = '─'.repeat(Math.max(first.length, ...lines.map((line) => line.length)));
  const body = [first, rule, ...lines.slice(0, -1), rule, ...lines.slice(-1)];
  return [...body, ...notesOn(total)].join('\n');
}

function rowOf(sum: Summary): string[] {
  const mark = sum.unpricedCalls > 0 ? '≥ ' : '';
  const isUnknown = sum.unpricedCalls > 0 && sum.cost === 0n;
  // None at all where a call could not be priced: nobody said how many.
  const tokens = (count: number): string => (count === 0 && sum.unpricedCalls > 0 ? '–' : grouped(count));
  return [
    sum.type,
    String(sum.tasks),
    `${sum.success} (${percent(sum.success, sum.tasks)})`,
    grouped(sum.calls),
    grouped(sum.retries),
    grouped(sum.toolCalls),
    tokens(sum.inputTokens),
    percent(sum.cacheReadTokens, sum.inputTokens),
    tokens(sum.outputTokens),
    isUnknown ? 'no price' : mark + dollars(sum.cost),
    isUnknown || sum.tasks === 0 ? '–' : mark + dollars(sum.cost, sum.tasks),
    isUnknown ? '–' : costPerSuccess(sum, mark),
  ];
}

/** While outcomes are open the truth lies between "all of them succeed" and "none does". Without a success: no number. */
function costPerSuccess({ cost, success, open }: Summary, mark: string): string {
  if (success === 0) return '–';
  const upper = dollars(cost, success);
  return open === 0 ? mark + upper : `${mark}${dollars(cost, success + open)} – ${upper}`;
}

function notesOn({ tasks, open, pricedToolCalls, toolCost, unpricedCalls }: Summary): string[] {
  return [
    ...(pricedToolCalls > 0
      ? [`tools: ${counted(pricedToolCalls, 'priced call', 'priced calls')}, ${dollars(toolCost)} of the cost`]
      : []),
    ...(open > 0 ? [`${open} of ${tasks} outcomes are open: coverage ${percent(tasks - open, tasks)}`] : []),
    ...(unpricedCalls > 0
      ? [`≥ lower bound: ${counted(unpricedCalls, 'call has', 'calls have')} no price, or not for all used`]
      : []),
  ];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)}%`;
}

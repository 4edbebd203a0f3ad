/** TASKMETER_CONSOLE: a line for every finished task and a summary at the end of the process. Needs no exporter and no back end. */
import { Console } from 'node:console';
import { counted, grouped } from '../report/columns.ts';
import type { Summaries } from '../report/summary.ts';
import { tableOf } from '../report/table.ts';
import { dollars } from '../report/usd.ts';
import { counts } from '../metrics/counters.ts';
import { watch } from '../task/watchers.ts';
import { lineOf, printable } from './line.ts';
import { type CallSums, createTaskBook, type ProcessSums } from './tasks.ts';
import { createUnpriced } from './unpriced.ts';

/** Prints a line for each task from now on. Gives what prints the summary, once however often it is asked. */
export function showTasks(print: (text: string) => void = printToStderr()): () => void {
  const book = createTaskBook();
  const unpriced = createUnpriced();
  let printed = false;
  // Threads tell of themselves.
  let hasThreads = false;
  process.once('worker', () => (hasThreads = true));
  watch({
    called(booked) {
      book.called(booked);
      unpriced.add(booked);
    },
    toolCalled(booked) {
      book.toolCalled(booked);
    },
    stated(statement) {
      book.stated(statement);
      print(lineOf(statement));
    },
    reported(late) {
      const type = book.reported(late);
      const whose = type === undefined ? 'not a recent task of this process' : printable(type);
      print(`taskmeter  ${late.outcome} was reported for ${printable(late.id)} (${whose})`);
    },
  });
  return () => {
    if (printed) return;
    printed = true;
    const summary = summaryOf(book.sums(), unpriced.lines(), counts.unobserved);
    if (summary !== undefined) print(summary);
    else if (!hasThreads) print(NOTHING);
  };
}

const NOTHING =
  'taskmeter  no task and no model call was observed in this process; npx taskmeter doctor looks for the reason';

/** The summary as it is printed; `undefined` when there is nothing to sum up. */
export function summaryOf(
  { tasks, unattributed, elsewhere }: ProcessSums,
  unpriced: readonly string[],
  unobserved: ReadonlyMap<string, number>,
): string | undefined {
  const isEmpty = [unattributed, elsewhere].every(({ calls, pricedToolCalls }) => calls + pricedToolCalls === 0);
  if (isEmpty && tasks.total.tasks + unobserved.size === 0) return undefined;
  return [
    '',
    ...(tasks.types.length > 0 ? [tableOf(tasks.types, tasks.total), ...outcomesOf(tasks)] : []),
    ...callsOf(unattributed, 'to no task'),
    ...callsOf(elsewhere, 'to tasks that other processes run'),
    ...[...unobserved].map(
      ([host, requests]) =>
        `not observed: ${counted(requests, 'request', 'requests')} to ${printable(host)}; npx taskmeter doctor looks for the reason`,
    ),
    ...unpriced,
  ].join('\n');
}

function outcomesOf({ types }: Summaries): string[] {
  return types.map(({ type, outcomes }) => {
    const counts = Object.entries(outcomes).map(([outcome, count]) => `${grouped(count)} ${outcome}`);
    return `${printable(type)}: ${counts.join(', ')}`;
  });
}

function callsOf(sums: CallSums, whose: string): string[] {
  const { calls, inputTokens, outputTokens, cost, pricedToolCalls, toolCost, unpricedCalls } = sums;
  const sum = unpricedCalls === calls ? 'no price' : `${unpricedCalls > 0 ? '≥ ' : ''}${dollars(cost - toolCost)}`;
  const tokens = `${grouped(inputTokens)} tokens in, ${grouped(outputTokens)} out`;
  return [
    ...(calls > 0 ? [`${counted(calls, 'call belongs', 'calls belong')} ${whose}: ${tokens}, ${sum}`] : []),
    ...(pricedToolCalls > 0
      ? [
          `${counted(pricedToolCalls, 'priced tool call belongs', 'priced tool calls belong')} ${whose}: ${dollars(toolCost)}`,
        ]
      : []),
  ];
}

/** Not the global console, which applications replace; and like it without a complaint when nobody reads any more. */
function printToStderr(): (text: string) => void {
  const out = new Console({ stdout: process.stderr, stderr: process.stderr, ignoreErrors: true });
  return (text) => out.error('%s', text);
}

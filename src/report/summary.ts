/** What a set of tasks cost, by type and in all, by the definitions of docs/definitions.md. */
import type { Atto } from '../price/money.ts';
import type { TaskSums } from './task.ts';

/** Sums over the tasks of one type, or over all. */
export interface Summary {
  readonly type: string;
  readonly tasks: number;
  readonly success: number;
  /** Tasks whose outcome is still to come: pending or unknown. */
  readonly open: number;
  /** Tasks by outcome, in the order they were first seen. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly attempts: number;
  readonly retries: number;
  readonly toolCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  /** Every task counts, whatever its outcome: failures are paid by the successes. */
  readonly cost: Atto;
  readonly pricedToolCalls: number;
  /** The part of the cost that priced tools made. */
  readonly toolCost: Atto;
  /** Calls without a full price: with any, `cost` and what is derived from it are lower bounds. */
  readonly unpricedCalls: number;
}

export interface Summaries {
  /** One a type, sorted by name. */
  readonly types: readonly Summary[];
  readonly total: Summary;
}

/** The summaries of the types, and the grand total. A nested task counts in its type, and once in the total. */
export function summarize(tasks: readonly TaskSums[]): Summaries {
  const types = [...new Set(tasks.map((task) => task.type))].toSorted();
  return {
    types: types.map((type) =>
      sumOf(
        type,
        tasks.filter((task) => task.type === type),
      ),
    ),
    total: sumOf(
      'total',
      tasks.filter((task) => !task.nested),
    ),
  };
}

/** The summaries of two disjoint sets of tasks as those of both together. */
export function merge(a: Summaries, b: Summaries): Summaries {
  const byType = new Map(a.types.map((sum) => [sum.type, sum]));
  for (const sum of b.types) byType.set(sum.type, plus(byType.get(sum.type) ?? sumOf(sum.type, []), sum));
  return {
    types: [...byType.keys()].toSorted().flatMap((type) => byType.get(type) ?? []),
    total: plus(a.total, b.total),
  };
}

function sumOf(type: string, tasks: readonly TaskSums[]): Summary {
  const nothing: Summary = {
    type,
    tasks: 0,
    success: 0,
    open: 0,
    outcomes: {},
    calls: 0,
    attempts: 0,
    retries: 0,
    toolCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cost: 0n,
    pricedToolCalls: 0,
    toolCost: 0n,
    unpricedCalls: 0,
  };
  return tasks.map(ofOne).reduce(plus, nothing);
}

function ofOne(task: TaskSums): Summary {
  const { outcome } = task;
  return {
    ...task,
    tasks: 1,
    success: outcome === 'success' ? 1 : 0,
    open: outcome === 'pending' || outcome === 'unknown' ? 1 : 0,
    outcomes: { [outcome]: 1 },
    cost: task.cost ?? 0n,
  };
}

/** `type` is that of `a`. */
function plus(a: Summary, b: Summary): Summary {
  const outcomes = { ...a.outcomes };
  for (const [outcome, count] of Object.entries(b.outcomes)) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  return {
    type: a.type,
    tasks: a.tasks + b.tasks,
    success: a.success + b.success,
    open: a.open + b.open,
    outcomes,
    calls: a.calls + b.calls,
    attempts: a.attempts + b.attempts,
    retries: a.retries + b.retries,
    toolCalls: a.toolCalls + b.toolCalls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cost: a.cost + b.cost,
    pricedToolCalls: a.pricedToolCalls + b.pricedToolCalls,
    toolCost: a.toolCost + b.toolCost,
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
  };
}

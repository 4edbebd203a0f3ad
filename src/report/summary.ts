/** What a set of tasks cost, by type and in all, by the definitions of docs/definitions.md. */
import type { Atto } from '../price/money.ts';
import type { TaskRecord } from './task.ts';

/** Sums over the tasks of one type, or over all. */
export interface Summary {
  readonly type: string;
  readonly tasks: number;
  readonly success: number;
  /** Tasks whose outcome is still to come: pending or unknown. */
  readonly open: number;
  readonly calls: number;
  readonly attempts: number;
  readonly retries: number;
  readonly toolCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  /** Every task counts, whatever its outcome: failures are paid by the successes. */
  readonly cost: Atto;
  /** Calls without a full price: with any, `cost` and what is derived from it are lower bounds. */
  readonly unpricedCalls: number;
}

/** One summary a type, sorted by name, and the grand total. A nested task counts in its type, and once in the total. */
export function summarize(tasks: readonly TaskRecord[]): { types: Summary[]; total: Summary } {
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

function sumOf(type: string, tasks: readonly TaskRecord[]): Summary {
  const sum = (count: (task: TaskRecord) => number): number => tasks.reduce((total, task) => total + count(task), 0);
  return {
    type,
    tasks: tasks.length,
    success: tasks.filter((task) => task.outcome === 'success').length,
    open: tasks.filter((task) => task.outcome === 'pending' || task.outcome === 'unknown').length,
    calls: sum((task) => task.calls),
    attempts: sum((task) => task.attempts),
    retries: sum((task) => task.retries),
    toolCalls: sum((task) => task.toolCalls),
    inputTokens: sum((task) => task.inputTokens),
    outputTokens: sum((task) => task.outputTokens),
    cacheReadTokens: sum((task) => task.cacheReadTokens),
    cost: tasks.reduce((total, task) => total + (task.cost ?? 0n), 0n),
    unpricedCalls: sum((task) => task.unpricedCalls),
  };
}

/**
 * The tasks and calls of a process as sums. The newest tasks are kept one by one, since a late call or outcome may still
 * change them; older ones are in the sums of their type. Memory does not grow with the number of tasks.
 */
import { isUnpriced } from '../price/cost.ts';
import type { Atto } from '../price/money.ts';
import { merge, type Summaries, summarize } from '../report/summary.ts';
import type { TaskSums } from '../report/task.ts';
import type { Account } from '../task/account.ts';
import { setNewest } from '../task/newest.ts';
import type { Entry, ToolEntry } from '../task/totals.ts';
import type { LateOutcome, TaskStatement, Watcher } from '../task/watchers.ts';

/** Sums over calls. */
export interface CallSums {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the calls that have a price, and of priced tools. */
  readonly cost: Atto;
  readonly pricedToolCalls: number;
  /** Their part of the cost. */
  readonly toolCost: Atto;
  /** Calls without a full price. */
  readonly unpricedCalls: number;
}

export interface ProcessSums {
  readonly tasks: Summaries;
  /** Calls that belong to no task. */
  readonly unattributed: CallSums;
  /** Calls that belong to tasks which other processes run. */
  readonly elsewhere: CallSums;
}

export interface TaskBook extends Pick<Watcher, 'called' | 'toolCalled' | 'stated'> {
  /** The task's type; absent when it is not among the newest. */
  reported(late: LateOutcome): string | undefined;
  sums(): ProcessSums;
}

/** `newest`: how many tasks are kept one by one. */
export function createTaskBook(newest = 1000): TaskBook {
  const recent = new Map<Account, Kept>();
  const tasks = new WeakSet<Account>();
  let older = summarize([]);
  let all = NONE;
  let elsewhere = NONE;

  const read = (kept: readonly Kept[]): Summaries => summarize(kept.map((task) => sumsOf(task, isNested(task.said))));

  /** Whether an account around the task's own is one of a task: that of a request may not be. */
  const isNested = ({ account }: TaskStatement): boolean => {
    for (let { parent } = account; parent !== undefined; parent = parent.parent) if (tasks.has(parent)) return true;
    return false;
  };

  return {
    called({ entry, account, identity }) {
      if (account === undefined && identity !== undefined) elsewhere = plus(elsewhere, ofCall(entry));
      else all = plus(all, ofCall(entry));
    },
    toolCalled({ entry, account, identity }) {
      if (account === undefined && identity !== undefined) elsewhere = plus(elsewhere, ofTool(entry));
      else all = plus(all, ofTool(entry));
    },
    stated(said) {
      const { account } = said;
      tasks.add(account);
      const { reported } = recent.get(account) ?? {};
      const dropped = setNewest(recent, account, { said, reported }, newest);
      if (dropped !== undefined) older = merge(older, read([dropped[1]]));
    },
    reported({ id, outcome, at }) {
      const kept = [...recent.values()].findLast(({ said }) => said.identity.id === id);
      if (kept === undefined) return undefined;
      const { said, reported } = kept;
      if (reported === undefined || at >= reported.at)
        recent.set(said.account, { said, reported: { id, outcome, at } });
      return said.identity.type;
    },
    sums() {
      const summaries = merge(older, read([...recent.values()]));
      // What no task has stated: requests that stay open too long to be tasks have calls, too.
      return { tasks: summaries, unattributed: minus(all, summaries.total), elsewhere };
    },
  };
}

interface Kept {
  readonly said: TaskStatement;
  /** The latest outcome that was reported after the task had ended. */
  readonly reported: LateOutcome | undefined;
}

const NONE: CallSums = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cost: 0n,
  pricedToolCalls: 0,
  toolCost: 0n,
  unpricedCalls: 0,
};

function sumsOf({ said: { identity, rollup }, reported }: Kept, nested: boolean): TaskSums {
  const { totals } = rollup;
  return {
    type: identity.type,
    outcome: reported?.outcome ?? rollup.outcome,
    calls: totals.calls,
    attempts: totals.attempts,
    retries: totals.retries,
    toolCalls: totals.toolCalls ?? 0,
    inputTokens: totals.inputTokens ?? 0,
    outputTokens: totals.outputTokens ?? 0,
    cacheReadTokens: totals.cacheReadTokens ?? 0,
    cost: totals.cost,
    pricedToolCalls: totals.pricedToolCalls ?? 0,
    toolCost: totals.toolCost ?? 0n,
    unpricedCalls: totals.unpricedCalls,
    nested,
  };
}

function ofCall({ usage, cost }: Entry): CallSums {
  return {
    ...NONE,
    calls: 1,
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    cost: cost.total ?? 0n,
    unpricedCalls: isUnpriced(cost) ? 1 : 0,
  };
}

function ofTool({ cost }: ToolEntry): CallSums {
  if (cost.total === undefined) return { ...NONE, unpricedCalls: 1 };
  return { ...NONE, cost: cost.total, pricedToolCalls: 1, toolCost: cost.total };
}

function plus(a: CallSums, b: CallSums): CallSums {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cost: a.cost + b.cost,
    pricedToolCalls: a.pricedToolCalls + b.pricedToolCalls,
    toolCost: a.toolCost + b.toolCost,
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
  };
}

function minus(a: CallSums, b: CallSums): CallSums {
  return {
    calls: a.calls - b.calls,
    inputTokens: a.inputTokens - b.inputTokens,
    outputTokens: a.outputTokens - b.outputTokens,
    cost: a.cost - b.cost,
    pricedToolCalls: a.pricedToolCalls - b.pricedToolCalls,
    toolCost: a.toolCost - b.toolCost,
    unpricedCalls: a.unpricedCalls - b.unpricedCalls,
  };
}

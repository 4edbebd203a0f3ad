/**
 * Who is told of every call and every task of this process besides the spans: they may not be exported, and they cannot be
 * asked. With nobody listening it costs a look at an empty set.
 */
import { safely } from '../span/safely.ts';
import type { Identity, Rollup } from '../span/task-attributes.ts';
import type { Account } from './account.ts';
import type { BookedCall, BookedTool } from './booking.ts';
import type { Outcome } from './outcomes.ts';
import { state } from './state.ts';

/** One statement of a task's totals: its first when it ended, and a further one whenever that changed. */
export interface TaskStatement {
  readonly identity: Identity;
  readonly rollup: Rollup;
  /** The same object in every statement of the task. */
  readonly account: Account;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** An outcome that was said after the task had ended. */
export interface LateOutcome {
  readonly id: string;
  readonly outcome: Outcome;
  /** When it was decided, in epoch milliseconds: the latest wins. */
  readonly at: number;
}

/** A fault in a method is logged and reaches nobody. */
export interface Watcher {
  called(booked: BookedCall): void;
  /** Of tool calls only those that have a price are told. */
  toolCalled(booked: BookedTool): void;
  stated(statement: TaskStatement): void;
  reported(late: LateOutcome): void;
}

/** Tells `watcher` of all that happens from now on, whichever copy of this package sees it. */
export function watch(watcher: Watcher): void {
  state.watchers.add(watcher);
}

/** Tells every watcher. */
export function tell(act: (watcher: Watcher) => void): void {
  for (const watcher of state.watchers) safely('telling of a task', () => act(watcher));
}

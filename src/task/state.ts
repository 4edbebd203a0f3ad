/**
 * What every loaded copy of this package shares: an application may bundle one copy for `task()` and preload another as
 * `taskmeter/register`, and both must speak of the same tasks.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span, SpanContext } from '@opentelemetry/api';
import type { Account } from './account.ts';
import { setNewest } from './newest.ts';
import type { Outcome } from './outcomes.ts';
import type { Task } from './running.ts';
import type { ToolPrice } from './tool.ts';
import type { Watcher } from './watchers.ts';

/** A task under way, explicit or implicit. */
export interface ActiveTask {
  readonly id: string;
  /** Absent for an implicit task, whose type is told by its span when that ends. */
  readonly type?: string;
  readonly account: Account;
  readonly startedAt: number;
  /** Says how it ended; after its span has ended this becomes a report. */
  outcome(outcome: Outcome): void;
  /** Runs `fn` within it. Absent for an implicit task, whose span decides what lies within. */
  join?<T>(fn: (task: Task) => T): T;
  /** Writes what is known now, since no later moment will be exported. */
  shutdown(): void;
}

/** Where a task's span is, for a later report to link to. */
export interface TaskTrace {
  readonly type?: string | undefined;
  readonly spanContext: SpanContext;
}

export interface State {
  /** Carries the context where no SDK has registered a context manager. */
  readonly fallback: AsyncLocalStorage<Context>;
  /** Explicit tasks under way, by id. */
  readonly open: Map<string, ActiveTask>;
  /** The implicit task a local span belongs to, if its local root turns out to be one. */
  readonly roots: WeakMap<Span, ActiveTask>;
  /** Local roots under way, by trace id: for calls below a span that the sampler dropped. */
  readonly openRoots: Map<string, readonly ActiveTask[]>;
  /** The last tasks, oldest first. */
  readonly recent: Map<string, TaskTrace>;
  /** How long nothing may happen in an explicit task before it counts as abandoned, in milliseconds. */
  idleMs: number;
  /** Task types of this process. */
  readonly types: Set<string>;
  /** Further task types that came with requests. */
  readonly upstreamTypes: Set<string>;
  /** What is still to be done for calls that have ended (`backlog.ts`). */
  readonly backlog: { readonly waiting: (() => void)[]; isCatchingUp: boolean };
  /** Who is told of calls and tasks. */
  readonly watchers: Set<Watcher>;
  /** What ends the tool calls under way, for the end of the process. */
  readonly openTools: Set<() => void>;
  /** The price rows of tools, where a price file has any. */
  toolPrice: ToolPrice | undefined;
}

const key = Symbol.for('taskmeter.state.1');

export const state: State = ((globalThis as { [key]?: State })[key] ??= {
  fallback: new AsyncLocalStorage(),
  open: new Map(),
  roots: new WeakMap(),
  openRoots: new Map(),
  recent: new Map(),
  idleMs: 1_800_000,
  types: new Set(),
  upstreamTypes: new Set(),
  backlog: { waiting: [], isCatchingUp: false },
  watchers: new Set(),
  openTools: new Set(),
  toolPrice: undefined,
});

const RECENT_LIMIT = 1000;

/** Remembers where a task's span is, for the last thousand tasks. */
export function remember(id: string, trace: TaskTrace): void {
  setNewest(state.recent, id, trace, RECENT_LIMIT);
}

/** A task while it runs: its span, its account, and how it ended. */
import {
  type Attributes,
  type Context,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_TASKMETER_TASK_PARENT_ID } from '../span/attributes.gen.ts';
import { emitRollup } from '../span/rollup.ts';
import { safely } from '../span/safely.ts';
import { writeOn } from '../span/sdk.ts';
import { started } from '../span/started.ts';
import { type Identity, identityAttributes, writeRollup } from '../span/task-attributes.ts';
import { tracer } from '../span/tracer.ts';
import { catchUp } from './backlog.ts';
import { openAccount } from './account.ts';
import { forgetIdle, type Watched, watchIdle } from './idle.ts';
import { report } from './outcome.ts';
import { checkedOutcome, errorClass, type Outcome, outcomeOfError } from './outcomes.ts';
import { accountOf, callerOf, current, enter, identityOf, insideTask } from './scope.ts';
import { pastOf } from './past.ts';
import { runSettling, type Settled } from './settle.ts';
import { type ActiveTask, remember, state } from './state.ts';
import { createStatements } from './statements.ts';
import type { Totals } from './totals.ts';

/** The task as its function sees it. */
export interface Task {
  readonly id: string;
  readonly type: string;
  /** Says how it ended. May be called again, and after the task has ended; the last call wins. */
  outcome(name: Outcome): void;
  /** What its calls add up to so far, the tasks within it included. */
  totals(): Totals;
}

/** What is to run: a task, or a part of one that is open elsewhere. */
export interface Starting {
  readonly identity: Identity;
  readonly spanName: string;
  readonly attributes?: Attributes | undefined;
  /** What a return means; `unknown` when absent. */
  readonly defaultOutcome?: Outcome | undefined;
  /** The task's own span is elsewhere: how the task ended stands there, and what is said of it here is reported. */
  readonly isPart: boolean;
}

/** Runs `fn` as a task, or as a part of one, below what is active in `outside`. */
export function run<T>(starting: Starting, outside: Context, fn: (task: Task) => T): T {
  const running = start(starting, outside);
  return runSettling(running, () => fn(running.task));
}

/** A stream that is read on after the function has settled holds the span, not its end time, this long. */
export const LINGER_MS = 30_000;

interface Running extends Settled {
  readonly task: Task;
}

function start(starting: Starting, outside: Context): Running {
  const { id, type } = starting.identity;
  const now = startClock();
  const startedAt = now();
  const span = startSpan(starting, startedAt, outside);
  const past = starting.isPart ? pastOf(id) : undefined;
  const account = openAccount(accountOf(outside, startedAt), idle, past?.tally);
  const statements = createStatements({ span, identity: () => ({ id, type }), startedAt, past });

  let said: Outcome | undefined;
  let inferred: Outcome = 'unknown';
  let endedAt: number | undefined;
  let linger: NodeJS.Timeout | undefined;
  let unclaimed = false;

  const task: Task = {
    id,
    type,
    outcome(name) {
      say(checkedOutcome(name, 't.outcome(name)'));
    },
    totals() {
      catchUp();
      return account.totals();
    },
  };
  const active: ActiveTask & Identity & Watched = {
    id,
    type,
    account,
    startedAt,
    outcome: say,
    join: (fn) => enter(insideTask(callerOf(current()), active, span), () => fn(task)),
    shutdown,
    abandoned,
  };
  state.open.set(id, active);
  watchIdle(active);
  if (isSpanContextValid(span.spanContext())) remember(id, { type, spanContext: span.spanContext() });

  const inside = insideTask(outside, active, span);

  return {
    enter: (step) => enter(inside, step),
    task,
    returned,
    threw(error) {
      safely('ending a task', () => {
        span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute(ATTR_ERROR_TYPE, errorClass(error));
      });
      settle(outcomeOfError(error));
    },
    // What nobody awaits (a client's promise that is asked for its raw response) ends with the calls behind it.
    unclaimed() {
      unclaimed = true;
      linger = setTimeout(returned, LINGER_MS).unref();
    },
    claimed() {
      if (!unclaimed) return;
      unclaimed = false;
      clearTimeout(linger);
    },
  };

  function returned(): void {
    settle(starting.defaultOutcome ?? 'unknown');
  }

  function say(outcome: Outcome): void {
    said = outcome;
    if (starting.isPart || statements.revision > 0) report(id, outcome, type);
  }

  function settle(outcome: Outcome): void {
    // First, since the end of the last call may be what settles it.
    catchUp();
    if (endedAt !== undefined) return;
    unclaimed = false;
    clearTimeout(linger);
    endedAt = now();
    inferred = outcome;
    if (statements.revision > 0) safely('reporting an outcome', reportInferred);
    else if (account.openCalls === 0) seal('end');
    else linger = setTimeout(lingered, LINGER_MS).unref();
  }

  function lingered(): void {
    catchUp();
    seal('open_calls');
  }

  /** Of a part only what was said is known of the whole, and that is reported already. */
  function stated(): Outcome {
    return starting.isPart ? 'unknown' : (said ?? inferred);
  }

  /** All calls have ended, for now: the moment a task waits for when its function has settled before them. */
  function idle(): void {
    if (statements.revision > 0) safely('ending a late call', late);
    else if (endedAt !== undefined) seal('end');
    else if (unclaimed) returned();
  }

  /** The task had been taken for abandoned, and its totals said so without its outcome. */
  function reportInferred(): void {
    if (said === undefined && stated() !== 'unknown') report(id, inferred, type);
  }

  function shutdown(): void {
    catchUp();
    seal('shutdown');
  }

  function abandoned(): void {
    seal('idle_timeout', account.lastEndedAt ?? startedAt);
  }

  function seal(reason: 'end' | 'open_calls' | 'shutdown' | 'idle_timeout', at = endedAt ?? now()): void {
    if (statements.revision > 0) return;
    clearTimeout(linger);
    forgetIdle(active);
    if (state.open.get(id) === active) state.open.delete(id);
    const outcome = stated();
    safely('ending a task', () => {
      const rollup = statements.next(account, { reason, outcome, endedAt: at });
      writeOn(span, (on) => writeRollup(on, rollup));
    });
    safely('ending a task', () => {
      span.end(at);
    });
  }

  function late(): void {
    const at = now();
    const rollup = statements.next(account, { reason: 'late', outcome: stated(), endedAt: at });
    emitRollup(span.spanContext(), { id, type }, rollup, at, at);
  }
}

/** A sampler or processor that throws costs the span; the task goes on without. */
function startSpan({ identity, spanName, attributes }: Starting, startTime: number, outside: Context): Span {
  const around = identityOf(outside);
  const parent = around?.id === identity.id ? undefined : around;
  return started('starting a task', () =>
    tracer().startSpan(
      spanName,
      {
        kind: SpanKind.INTERNAL,
        startTime,
        attributes: {
          ...attributes,
          ...identityAttributes(identity),
          ...(parent === undefined ? undefined : { [ATTR_TASKMETER_TASK_PARENT_ID]: parent.id }),
        },
      },
      outside,
    ),
  );
}

/** Epoch milliseconds that never go back while the task runs, whatever happens to the system's clock. */
export function startClock(): () => number {
  const epoch = Date.now();
  const origin = performance.now();
  return () => epoch + (performance.now() - origin);
}

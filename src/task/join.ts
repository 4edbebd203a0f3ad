/** A task goes on in another thread, process or machine: `currentTask()` there, `joinTask()` here. */
import { type Context, isSpanContextValid, type SpanContext, trace } from '@opentelemetry/api';
import { TASK_ROLLUP } from '../span/task-attributes.ts';
import { wrong } from './mistake.ts';
import { boundedUpstreamType, ID_EXPECTED, isId, isType, TYPE_EXPECTED } from './names.ts';
import { run, type Task } from './running.ts';
import { callerOf, current, identityOf } from './scope.ts';
import { state } from './state.ts';

/** Who a task is, as plain data that can be sent along with the work. */
export interface TaskRef {
  readonly id: string;
  readonly type: string;
  /** Where in its trace the work was handed on, as in the W3C header of that name; absent where nothing is traced. */
  readonly traceparent?: string | undefined;
}

/** The task that the caller runs in, of this process or of one upstream; absent outside of `task()`. */
export function currentTask(): TaskRef | undefined {
  const here = callerOf(current());
  const identity = identityOf(here);
  if (identity === undefined) return undefined;
  const { id, type } = identity;
  const span = trace.getSpanContext(here);
  return span !== undefined && isSpanContextValid(span) ? { id, type, traceparent: format(span) } : { id, type };
}

/**
 * Runs `fn` as a part of a task that is open elsewhere: its calls count towards that task. What `fn` returns or throws is what
 * the caller gets, and says nothing of how the task ended; `outcome()` does.
 *
 * The task's own span does not hold what happens here: the collector adds the parts up, each once.
 *
 * @throws {TypeError} before `fn` runs, when `ref` is not what it must be.
 */
export function joinTask<T>(ref: TaskRef, fn: (task: Task) => T): T {
  const { id, type, traceparent } = checked(ref, fn);
  const open = state.open.get(id);
  if (open?.join !== undefined) return open.join(fn);
  const identity = { id, type: boundedUpstreamType(type) };
  return run({ identity, spanName: TASK_ROLLUP, isPart: true }, below(traceparent, callerOf(current())), fn);
}

/** A span that is active here in the same trace is nearer. */
function below(traceparent: string | undefined, here: Context): Context {
  const parent = parse(traceparent);
  if (parent === undefined || trace.getSpanContext(here)?.traceId === parent.traceId) return here;
  return trace.setSpanContext(here, parent);
}

function checked(ref: unknown, fn: unknown): TaskRef {
  if (typeof ref !== 'object' || ref === null) throw wrong('joinTask(ref, fn)', 'what currentTask() gave', ref);
  const { id, type, traceparent } = ref as { readonly [K in keyof TaskRef]?: unknown };
  if (!isId(id)) throw wrong('joinTask({id})', ID_EXPECTED, id);
  if (!isType(type)) throw wrong('joinTask({type})', TYPE_EXPECTED, type);
  if (typeof fn !== 'function') throw wrong('joinTask(ref, fn)', 'a function', fn);
  return { id, type, traceparent: typeof traceparent === 'string' ? traceparent : undefined };
}

function format({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Not by the registered propagator, which may be for other headers. What is malformed is no parent. */
function parse(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] =
    /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/.exec(traceparent ?? '') ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

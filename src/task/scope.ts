/** Which task and which call the code that is running belongs to. Carried by OpenTelemetry's context, and by W3C baggage between processes. */
import {
  type Baggage,
  context,
  type Context,
  createContextKey,
  propagation,
  ROOT_CONTEXT,
  type Span,
  trace,
} from '@opentelemetry/api';
import { ATTR_TASKMETER_TASK_ID, ATTR_TASKMETER_TASK_TYPE } from '../span/attributes.gen.ts';
import type { Identity } from '../span/task-attributes.ts';
import type { Account } from './account.ts';
import { boundedUpstreamType, isId, isType } from './names.ts';
import { type ActiveTask, state } from './state.ts';

/** The active context, whether or not an SDK has registered a context manager. */
export function current(): Context {
  const active = context.active();
  return active === ROOT_CONTEXT ? (state.fallback.getStore() ?? active) : active;
}

/** Runs `fn` with `inside` active. Its value and its throw pass through. */
export function enter<T>(inside: Context, fn: () => T): T {
  return context.with(inside, () => (context.active() === inside ? fn() : state.fallback.run(inside, fn)));
}

/** The context inside an explicit task. */
export function insideTask(outside: Context, task: ActiveTask & Identity, span: Span): Context {
  const baggage = (propagation.getBaggage(outside) ?? propagation.createBaggage())
    .setEntry(ATTR_TASKMETER_TASK_ID, { value: task.id })
    .setEntry(ATTR_TASKMETER_TASK_TYPE, { value: task.type });
  return propagation.setBaggage(trace.setSpan(outside, span).setValue(TASK, task), baggage);
}

/** A call, as the code that runs inside it sees it. */
export interface CallScope {
  readonly caller: Context;
  /** Callbacks may keep the call's context long after it has ended. */
  isOpen: boolean;
}

/** The context inside a call: its span is active, and the task's identity goes to no third party. */
export function insideCall(call: CallScope, span: Span): Context {
  return withoutIdentity(trace.setSpan(call.caller, span).setValue(CALL, call));
}

/** The same context for a call that a client library traces by itself: the task is still known in this process. */
export function asideOf(here: Context): Context {
  const upstream = taskOf(here) === undefined ? upstreamIdentity(here) : undefined;
  return withoutIdentity(upstream === undefined ? here : here.setValue(UPSTREAM, upstream));
}

function withoutIdentity(here: Context): Context {
  const baggage = propagation.getBaggage(here);
  if (baggage === undefined) return here;
  // The calls of a task have one baggage.
  if (lastStripped?.baggage !== baggage) lastStripped = { baggage, rest: stripped(baggage) };
  const { rest } = lastStripped;
  return rest === undefined ? propagation.deleteBaggage(here) : propagation.setBaggage(here, rest);
}

let lastStripped: { readonly baggage: Baggage; readonly rest: Baggage | undefined } | undefined;

/** What is left of baggage without our entries; nothing when there were no others. */
function stripped(baggage: Baggage): Baggage | undefined {
  const rest = baggage.removeEntries(ATTR_TASKMETER_TASK_ID, ATTR_TASKMETER_TASK_TYPE);
  return rest.getAllEntries().length === 0 ? undefined : rest;
}

/**
 * Where a call that begins here belongs. A call has no calls below it: one that a callback of another call's stream makes
 * is its sibling, and would otherwise pass for a second view of the same call.
 */
export function callerOf(here: Context): Context {
  return callOf(here)?.caller ?? here;
}

/** True inside a call that we observe, while it is under way. */
export function isInCall(here: Context): boolean {
  return callOf(here)?.isOpen === true;
}

/** The innermost explicit task of this process. */
export function taskOf(here: Context): ActiveTask | undefined {
  // Only `insideTask` sets it, in this copy of the package or in another.
  return here.getValue(TASK) as ActiveTask | undefined;
}

/** Who the task is, if there is one: of this process, or from upstream. */
export function identityOf(here: Context): Identity | undefined {
  const task = taskOf(here);
  if (task?.type !== undefined) return { id: task.id, type: task.type };
  // Only `asideOf` sets it.
  return (here.getValue(UPSTREAM) as Identity | undefined) ?? upstreamIdentity(here);
}

/** Who the task is that baggage names; anybody may send a header, so what is malformed is no task. */
function upstreamIdentity(here: Context): Identity | undefined {
  const baggage = propagation.getBaggage(here);
  const id = baggage?.getEntry(ATTR_TASKMETER_TASK_ID)?.value;
  const type = baggage?.getEntry(ATTR_TASKMETER_TASK_TYPE)?.value;
  return isId(id) && isType(type) ? { id, type: boundedUpstreamType(type) } : undefined;
}

/** The implicit task that the code running here would belong to. */
export function rootOf(here: Context): ActiveTask | undefined {
  const span = trace.getSpan(here);
  if (span === undefined) return undefined;
  const known = state.roots.get(span);
  if (known !== undefined) return known;
  // A span that was dropped never came by; where its trace has one local root, that is the one.
  const roots = state.openRoots.get(span.spanContext().traceId);
  return roots?.length === 1 ? roots[0] : undefined;
}

/** Where a call that starts here and now is booked. Absent for a call that belongs to no task of this process. */
export function accountOf(here: Context, startedAt: number): Account | undefined {
  const task = taskOf(here);
  if (task !== undefined) return task.account;
  const root = rootOf(here);
  return root !== undefined && startedAt - root.startedAt <= IMPLICIT_MAX_MS ? root.account : undefined;
}

/** A local root that stays open longer (a worker loop, a socket) is no task. */
export const IMPLICIT_MAX_MS = 600_000;

// Keys are equal in every copy of this package: the API makes them with `Symbol.for`.
const TASK = createContextKey('taskmeter.task');
const CALL = createContextKey('taskmeter.call');
const UPSTREAM = createContextKey('taskmeter.upstream');

function callOf(here: Context): CallScope | undefined {
  // Only `insideCall` sets it, in this copy of the package or in another.
  return here.getValue(CALL) as CallScope | undefined;
}

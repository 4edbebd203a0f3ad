/**
 * Tasks that nobody named: a request that is served, a message that is consumed, or a job, with at least one model call
 * that belongs to no explicit task; the explicit tasks within are then nested.
 */
import { type Attributes, type Context, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { emitRollup } from '../span/rollup.ts';
import { safely } from '../span/safely.ts';
import { type EndedSpan, epochMs, type SdkSpan } from '../span/sdk.ts';
import { type Identity, identityAttributes, type Rollup, rollupAttributes } from '../span/task-attributes.ts';
import { openAccount, type OwnAccount } from './account.ts';
import { catchUp } from './backlog.ts';
import { boundedType } from './names.ts';
import { setNewest } from './newest.ts';
import { report } from './outcome.ts';
import type { Outcome } from './outcomes.ts';
import { identityOf, IMPLICIT_MAX_MS } from './scope.ts';
import { type ActiveTask, remember, state } from './state.ts';
import { createStatements } from './statements.ts';

/** Notes which local root a span belongs to; `isOurs` says that a task already stands on the span. */
export function rootStarted(span: SdkSpan, parentContext: Context, isOurs: boolean): void {
  const parent = trace.getSpan(parentContext);
  const above = parent && state.roots.get(parent);
  if (above !== undefined) {
    state.roots.set(span, above);
  } else if (!isOurs && isCandidate(span) && identityOf(parentContext) === undefined) {
    const root = openRoot(span);
    state.roots.set(span, root);
    track(span.spanContext().traceId, root);
  }
}

/**
 * What stands on the span when it ends, if it is the root of an implicit task; for one that will not be exported, a span
 * that stands for it is made instead.
 */
export function rootEnding(span: EndedSpan): Attributes | undefined {
  if (!isCandidate(span)) return undefined;
  // The SDK hands over the very object that it started.
  const root = state.roots.get(span as SdkSpan);
  return isRoot(root) && root.span === span ? root.end() : undefined;
}

/** A local root of which nothing is known yet but that it may be a task. */
interface Root extends ActiveTask {
  readonly span: EndedSpan;
  end(): Attributes | undefined;
}

/** Set by `openRoot` of this copy of the package: another copy's roots are ended by its own processor. */
const ours = new WeakSet<ActiveTask>();

function isRoot(task: ActiveTask | undefined): task is Root {
  return task !== undefined && ours.has(task);
}

function openRoot(span: SdkSpan): Root {
  const spanContext = span.spanContext();
  // The collector gives the same id to a root that says none itself, and knows by it which span a stand-in stands for.
  const id = `${spanContext.traceId}-${spanContext.spanId}`;
  const startedAt = epochMs(span.startTime);
  let account: OwnAccount | undefined;
  let said: Outcome | undefined;
  let phase: 'open' | 'ended' | 'no_task' = 'open';
  const statements = createStatements({ span, identity, startedAt });

  const root: Root = {
    id,
    startedAt,
    span,
    // Most roots never see a model call; those that see none but in explicit tasks are no tasks themselves.
    get account() {
      return (account ??= openAccount(undefined, idle));
    },
    outcome(outcome) {
      said = outcome;
      if (statements.revision > 0) report(id, outcome, identity().type);
    },
    end,
    shutdown() {
      catchUp();
      if (phase === 'open' && !statements.isCurrent) emit('shutdown', startedAt, Date.now());
    },
  };
  ours.add(root);
  return root;

  function end(): Attributes | undefined {
    catchUp();
    untrack(spanContext.traceId, root);
    const endedAt = epochMs(span.endTime);
    phase = endedAt - startedAt > IMPLICIT_MAX_MS ? 'no_task' : 'ended';
    if (phase === 'no_task' || account === undefined || account.ownCalls === 0) return undefined;
    const reason = account.openCalls === 0 ? 'end' : 'open_calls';
    if ((spanContext.traceFlags & TraceFlags.SAMPLED) === 0) {
      emit(reason, startedAt, endedAt);
      return undefined;
    }
    return { ...identityAttributes(identity()), ...rollupAttributes(rollup(account, reason, endedAt)) };
  }

  function idle(): void {
    if (phase === 'ended') safely('ending a late call', () => emit('late', Date.now(), Date.now()));
  }

  function emit(reason: Rollup['reason'], from: number, to: number): void {
    if (account !== undefined && account.ownCalls > 0)
      emitRollup(spanContext, identity(), rollup(account, reason, to), from, to);
  }

  function rollup(booked: OwnAccount, reason: Rollup['reason'], endedAt: number): Rollup {
    const { type } = identity();
    const outcome = said ?? (span.status.code === SpanStatusCode.ERROR ? 'error' : 'unknown');
    remember(id, { type, spanContext });
    return statements.next(booked, { reason, outcome, endedAt });
  }

  function identity(): Identity {
    return { id, type: boundedType(typeOf(span)) };
  }
}

/** A local root of a kind that is work by itself. */
function isCandidate({ kind, parentSpanContext: parent }: EndedSpan): boolean {
  if (kind === SpanKind.SERVER || kind === SpanKind.CONSUMER) return parent === undefined || parent.isRemote === true;
  return kind === SpanKind.INTERNAL && parent === undefined;
}

function typeOf({ kind, attributes, name }: EndedSpan): string {
  const method = attributes['http.request.method'] ?? attributes['http.method'];
  const route = attributes['http.route'];
  if (kind === SpanKind.SERVER && typeof method === 'string' && typeof route === 'string') return `${method} ${route}`;
  const destination = attributes['messaging.destination.template'] ?? attributes['messaging.destination.name'];
  if (kind === SpanKind.CONSUMER && typeof destination === 'string') return destination;
  return name;
}

const OPEN_ROOTS_MAX = 10_000;

function track(traceId: string, root: ActiveTask): void {
  const { openRoots } = state;
  setNewest(openRoots, traceId, [...(openRoots.get(traceId) ?? []), root], OPEN_ROOTS_MAX);
}

function untrack(traceId: string, root: ActiveTask): void {
  const left = state.openRoots.get(traceId)?.filter((other) => other !== root) ?? [];
  if (left.length === 0) state.openRoots.delete(traceId);
  else state.openRoots.set(traceId, left);
}

/**
 * From an observed call to what it costs and adds to its task. A call that failed is priced by what may have been billed,
 * see docs/definitions.md.
 */
import { type Attempt, isFailed, type LlmCall } from '../call.ts';
import { type Cost, notBilled, type PriceQuery } from '../price/cost.ts';
import type { Entry } from './totals.ts';

/** Finds the price of a call. Pure; injected, since the catalogue is loaded once at the start. */
export type Price = (query: PriceQuery) => Cost;

/** The cost of the whole call. Its usage decides whatever the ending; without usage, whether anything can be billed. */
export function costOf(call: LlmCall, price: Price): Cost {
  const { request, response } = call;
  const cost = price({
    provider: request.provider,
    model: response.model ?? request.model,
    usage: response.usage,
    at: call.startedAt,
    serviceTier: response.serviceTier ?? request.serviceTier,
    speed: response.speed ?? request.speed,
    region: response.region ?? request.region,
  });
  return response.usage !== undefined || mayBeBilled(call) ? cost : notBilled({ version: cost.catalogue });
}

/** What the call adds to the totals of its task. */
export function entryOf(call: LlmCall, cost: Cost): Entry {
  return {
    operation: call.request.operation,
    requestModel: call.request.model,
    responseModel: call.response.model,
    startUs: toMicros(call.startedAt),
    endUs: toMicros(call.endedAt),
    failed: hasFailed(call),
    attempts: attemptCount(call),
    unknownAttempts: failedAttempts(call).filter(({ mayBeBilled }) => mayBeBilled).length,
    toolCalls: call.response.toolCalls,
    usage: call.response.usage,
    cost,
  };
}

/** True when the user got an error for it. A consumer that stopped reading on purpose got what it wanted. */
export function hasFailed(call: LlmCall): boolean {
  return call.error !== undefined || call.ending === 'error';
}

/**
 * How often the call was tried; the requests for further parts of one answer belong to the try that began it. A call has at
 * least one: where none was seen, the library has a way out that nobody watches.
 */
export function attemptCount(call: LlmCall): number {
  return Math.max(1, call.attempts.filter(({ continues }) => continues !== true).length);
}

/** The attempts whose result was not used: those that failed, and those that a later one repeated. In order. */
export function failedAttempts(call: LlmCall): readonly FailedAttempt[] {
  let failed: FailedAttempt[] | undefined;
  for (const [index, attempt] of call.attempts.entries()) {
    const next = call.attempts[index + 1];
    const isRepeated = next !== undefined && next.continues !== true && attempt.endedAt !== undefined;
    if (!isRepeated && !isFailed(attempt)) continue;
    (failed ??= []).push({
      attempt,
      number: index + 1,
      mayBeBilled: attemptMayBeBilled(call, attempt),
      waitMs: next === undefined ? undefined : Math.max(0, next.startedAt - (attempt.endedAt ?? next.startedAt)),
    });
  }
  return failed ?? NONE_FAILED;
}

const NONE_FAILED: readonly FailedAttempt[] = [];

export interface FailedAttempt {
  readonly attempt: Attempt;
  /** Which of the call's attempts it was, from 1. */
  readonly number: number;
  /** It may be on the bill, though nobody reported its usage. */
  readonly mayBeBilled: boolean;
  /** Until the next attempt began; absent on the last one. */
  readonly waitMs: number | undefined;
}

/** Azure bills a prompt that its content filter refused with a 400. */
export function isBilledRefusal(call: LlmCall): boolean {
  return (
    call.request.provider.startsWith('azure') && call.error?.status === 400 && call.error.code === 'content_filter'
  );
}

/** Whether a failed attempt may be on the bill: it was sent, and no status says that it was refused. */
function attemptMayBeBilled(call: LlmCall, attempt: Attempt): boolean {
  if (attempt.status === undefined) return attempt.neverSent !== true;
  return attempt.status < 400 || (attempt.status === 400 && attempt === call.attempts.at(-1) && isBilledRefusal(call));
}

function mayBeBilled(call: LlmCall): boolean {
  if (!hasFailed(call)) return true;
  const last = call.attempts.at(-1);
  return last !== undefined && attemptMayBeBilled(call, last);
}

/** Through the span's nanoseconds, so that the collector, which sees only those, gets the same number. */
function toMicros(epochMs: number): number {
  const nanos = Math.round((epochMs % 1000) * 1e6);
  return Math.trunc(epochMs / 1000) * 1e6 + Math.round(nanos / 1000);
}

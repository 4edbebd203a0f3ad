import type { Attempt } from '../call.ts';
import { fields, isObject } from '../narrow.ts';
import { noteEndpoint } from './endpoints.ts';
import { neverSent, transportErrorType } from './failure.ts';
import { guard } from './guard.ts';
import { header } from './headers.ts';
import { currentOp, now, type Op } from './op.ts';
import { type AnyFunction, isFunction, type Wrap } from './replace.ts';
import { settled } from './settled.ts';

/**
 * Records the physical requests of a call where a Stainless client makes them. `fetchWithTimeout` is called once for each
 * round of the client's retry loop, in the context of the call it belongs to, and reads `this.fetch` before it first
 * yields; so for that moment `this.fetch` is one that records. That holds for node-fetch, a custom or mocked fetch,
 * middleware that sends twice, clients made before us, and pools that dequeue in another call's context, and it leaves
 * no trace on the client.
 *
 * A client that reaches the network past `this.fetch` (openai 7 with X.509 identity) is counted by the round itself.
 */
export const observeFetchWithTimeout: Wrap = (original) =>
  function (...args) {
    const op = currentOp();
    const round = op === undefined ? undefined : guard('attempt.start', () => openRound(op, this, args));
    if (op === undefined || round === undefined) return original.apply(this, args);
    let result: unknown;
    try {
      result = original.apply(this, args);
    } finally {
      round.restore();
    }
    return settled(
      result,
      (response) =>
        guard('attempt.answered', () => round.attempt !== undefined || answered(op, round.open(), response)),
      (thrown) => guard('attempt.failed', () => round.attempt !== undefined || failed(round.open(), thrown)),
    );
  };

/** One pass of the client's retry loop. */
interface Round {
  /** The attempt that `this.fetch` made, when it made one. */
  attempt: Attempt | undefined;
  /** Begins an attempt for a round that never reached `this.fetch`. */
  open(): Recorded;
  /** Gives the client its own fetch back. */
  restore(): void;
}

type Recorded = { -readonly [K in keyof Attempt]: Attempt[K] };

function openRound(op: Op, client: unknown, args: readonly unknown[]): Round | undefined {
  const url = String(args[0]);
  if (!isOwnRequest(op, url) || isAborted(args[1])) return undefined;
  const startedAt = now();
  const round: Round = {
    attempt: undefined,
    open: () => (round.attempt = record(op, startedAt)),
    restore: () => {},
  };
  const own = isObject(client) ? Object.getOwnPropertyDescriptor(client, 'fetch') : undefined;
  const fetch: unknown = own?.value;
  if (!isObject(client) || own?.writable !== true || !isFunction(fetch)) return round;
  round.restore = () => Reflect.set(client, 'fetch', fetch);
  Reflect.set(client, 'fetch', recordingFetch(op, fetch, round));
  return round;
}

function recordingFetch(op: Op, fetch: AnyFunction, round: Round): AnyFunction {
  return function (...args) {
    const attempt = guard('attempt.start', () => {
      if (isAborted(args[1])) return undefined;
      const started = record(op, now());
      round.attempt = started;
      return started;
    });
    if (attempt === undefined) return fetch.apply(this, args);
    const sent = guard('usage.ask', () => op.usageOption?.added(op, args)) ?? args;
    let result: unknown;
    try {
      result = fetch.apply(this, sent);
    } catch (thrown) {
      guard('attempt.failed', () => failed(attempt, thrown));
      throw thrown;
    }
    return settled(
      result,
      (response) => guard('attempt.answered', () => answered(op, attempt, response)),
      (thrown) => guard('attempt.failed', () => failed(attempt, thrown)),
    );
  };
}

function record(op: Op, startedAt: number): Recorded {
  const attempt: Recorded = { startedAt };
  op.attempts.push(attempt);
  return attempt;
}

function answered(op: Op, attempt: Recorded, response: unknown): void {
  attempt.endedAt = now();
  const { status, headers } = fields(response);
  if (typeof status === 'number') attempt.status = status;
  attempt.retryAfterMs = retryAfterMs(headers, attempt.endedAt);
  op.usageOption?.answered(attempt.status);
}

function failed(attempt: Recorded, thrown: unknown): void {
  attempt.endedAt = now();
  attempt.errorType = transportErrorType(thrown);
  if (neverSent(attempt.errorType)) attempt.neverSent = true;
}

/** A client may be used for something else in the context of a call: by a token provider, middleware, a custom fetch. */
function isOwnRequest(op: Op, url: string): boolean {
  if (op.url === undefined) {
    op.url = url;
    noteEndpoint(url);
  }
  return op.url === url;
}

/** Nothing is sent with a signal that has fired; some retry loops try all the same. */
function isAborted(init: unknown): boolean {
  return fields(fields(init)['signal'])['aborted'] === true;
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date. */
function retryAfterMs(headers: unknown, receivedAt: number): number | undefined {
  const milliseconds = Number.parseFloat(header(headers, 'retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds;
  const value = header(headers, 'retry-after') ?? '';
  const seconds = Number.parseFloat(value);
  if (seconds >= 0) return seconds * 1000;
  const until = Date.parse(value) - receivedAt;
  return until >= 0 ? until : undefined;
}

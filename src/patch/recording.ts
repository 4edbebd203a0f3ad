import type { Attempt } from '../call.ts';
import { fields } from '../narrow.ts';
import { addressOf, noteEndpoint } from './endpoints.ts';
import { expectNoMore, expectRequest } from './expected.ts';
import { neverSent, transportErrorType } from './failure.ts';
import { guard } from './guard.ts';
import { header } from './headers.ts';
import { currentOp, currentPassage, now, type Op, type Passage, runInPassage } from './op.ts';
import type { Wrap } from './replace.ts';
import { settled } from './settled.ts';
import { urlOf } from './url-of.ts';

/**
 * Makes of a function that sends a request, `fetch` or what stands above it, one that records what it sends in a call.
 * Outside a call it only calls through.
 *
 * Such functions lie within one another: a round of a client's retry loop, its own `fetch`, the global one. Each of them may be
 * the last that we see, when what is below is somebody's mock or another library's; or may send more than once. So an
 * attempt is recorded where a request is first seen, and the first that is seen on the same way further in takes it over.
 * What is counted is what the innermost of them did, once.
 */
export const observeSending: Wrap = sending(isOwnRequest);

/**
 * The same for a function that all of the process shares: what it is asked for in the context of a call, by a token provider
 * or a tool, is the call's own only when it goes to the server that the call's client points at.
 */
export const observeSharedSending: Wrap = sending(
  (op, url) => op.url === url || (isForServerOf(op, url) && isOwnRequest(op, url)),
);

function sending(isOwn: IsOwn): Wrap {
  return (send) =>
    function (...args) {
      const op = currentOp();
      const passage =
        op === undefined
          ? undefined
          : guard('attempt.start', () => enter(op, currentPassage() ?? op.round, args, isOwn));
      if (passage === undefined) return send.apply(this, args);
      return recorded(passage, () => runInPassage(passage, () => send.apply(this, args)));
    };
}

/** Which requests in the context of a call are its own. */
type IsOwn = (op: Op, url: string) => boolean;

/**
 * The attempt that begins with a round of the client's own retry loop; absent for a request that is none. Rounds come one after
 * the other, so that a way further in finds the round by its call, and no context has to be made for it.
 */
export function startRound(op: Op, args: readonly unknown[]): Passage | undefined {
  op.round = enter(op, currentPassage(), args, isOwnRequest);
  return op.round;
}

/** Runs what sends, exactly once, and records what came of it. */
export function recorded(passage: Passage, send: () => unknown): unknown {
  let result: unknown;
  try {
    result = send();
  } catch (thrown) {
    guard('attempt.failed', () => failed(passage, thrown));
    throw thrown;
  }
  // What a way further in has taken over, is seen there.
  if (passage.isTaken) return result;
  return settled(
    result,
    (response) => guard('attempt.answered', () => answered(passage, response)),
    (thrown) => guard('attempt.failed', () => failed(passage, thrown)),
  );
}

function enter(
  op: Op,
  outer: Passage | undefined,
  [input, init]: readonly unknown[],
  isOwn: IsOwn,
): Passage | undefined {
  if (isAborted(init) || isAborted(input) || !isOwn(op, urlOf(input))) return undefined;
  if (outer !== undefined && !outer.isTaken) {
    outer.isTaken = true;
    outer.attempt.startedAt = now();
    return { op, attempt: outer.attempt, expected: outer.expected, isTaken: false };
  }
  const attempt: Attempt = { startedAt: now(), ...(op.continues ? { continues: true } : {}) };
  op.continues = false;
  op.attempts.push(attempt);
  return { op, attempt, expected: op.address === undefined ? undefined : expectRequest(op.address), isTaken: false };
}

function answered(passage: Passage, response: unknown): void {
  if (passage.isTaken) return;
  const { op, attempt, expected } = passage;
  if (op.round === passage) op.round = undefined;
  if (expected !== undefined) expectNoMore(expected);
  attempt.endedAt = now();
  const { status, headers } = fields(response);
  if (typeof status === 'number') attempt.status = status;
  // A look at the headers is dear, and only a refusal says when to come again.
  if (attempt.status === undefined || attempt.status >= 300)
    attempt.retryAfterMs = retryAfterMs(headers, attempt.endedAt);
  op.usageOption?.answered(attempt.status);
}

function failed(passage: Passage, thrown: unknown): void {
  if (passage.isTaken) return;
  const { op, attempt, expected } = passage;
  if (op.round === passage) op.round = undefined;
  if (expected !== undefined) expectNoMore(expected);
  attempt.endedAt = now();
  attempt.errorType = transportErrorType(thrown);
  if (neverSent(attempt.errorType)) attempt.neverSent = true;
}

/** A client may be used for something else in the context of a call: by a token provider, middleware, a custom fetch. */
function isOwnRequest(op: Op, url: string): boolean {
  if (op.url === undefined) {
    op.url = url;
    op.address = addressOf(url);
    if (op.address !== undefined) noteEndpoint(op.address);
  }
  return op.url === url;
}

function isForServerOf({ request }: Op, url: string): boolean {
  if (request.serverAddress === undefined || !URL.canParse(url)) return request.serverAddress === undefined;
  const { hostname, port } = new URL(url);
  const isSamePort = port === (request.serverPort === undefined ? '' : String(request.serverPort));
  return hostname.replace(/^\[|\]$/g, '') === request.serverAddress && isSamePort;
}

/** Nothing is sent with a signal that has fired; some retry loops try all the same. */
function isAborted(carrier: unknown): boolean {
  return fields(fields(carrier)['signal'])['aborted'] === true;
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

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attempt, CallEnding, CallError, CallObserver, CallRequest, OpenCall } from '../call.ts';
import type { Method, StreamReader } from '../providers/provider.ts';
import { forgetCollected, whenCollected } from './collected.ts';
import type { Expected } from './expected.ts';
import { failureOf } from './failure.ts';
import { guard } from './guard.ts';
import { runWithin } from './run-within.ts';
import type { UsageOption } from './usage-option.ts';

/** Where running code stands: in a call, or on its way to the network. */
const current = new AsyncLocalStorage<Op | Passage>();
const open = new Set<Op>();

/** One way to the network, in one call. Its attempt is its own unless a way further in has taken it over. */
export interface Passage {
  readonly op: Op;
  readonly attempt: { -readonly [K in keyof Attempt]: Attempt[K] };
  /** Its announcement, to whoever sees it on the wire. */
  readonly expected: Expected | undefined;
  isTaken: boolean;
}

/** The call that the running code belongs to, wherever its promises have led it. */
export function currentOp(): Op | undefined {
  const place = current.getStore();
  return place instanceof Op ? place : place?.op;
}

/** The innermost way to the network that the running code is on. */
export function currentPassage(): Passage | undefined {
  const place = current.getStore();
  return place instanceof Op ? undefined : place;
}

/** Runs what is to be on the way to the network; `fn` runs exactly once. */
export function runInPassage<T>(passage: Passage, fn: () => T): T {
  return current.run(passage, fn);
}

/** Ends every call that is still open, for the end of a process: what has not ended by then would be lost. */
export function endOpenOps(): void {
  for (const op of open) op.abandon();
}

/** Epoch milliseconds with a fraction. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * A call under way. It collects what the taps on promise, stream and fetch see, and ends once. It never refers to the
 * user's promise, once it is answered, or to their stream: those must stay collectable, since their collection is how an unread
 * response is noticed.
 */
export class Op {
  readonly method: Method;
  readonly request: CallRequest;
  readonly startedAt: number;
  readonly attempts: Attempt[] = [];
  /** Where this call's requests go: the URL of its first attempt. Other requests made in its context are not its own. */
  url: string | undefined;
  /** Origin and path of that URL; absent when it is none. */
  address: string | undefined;
  /** The round of the library's retry loop that is on its way and that no way further in has been seen of. */
  round: Passage | undefined;
  /** How this stream's provider is asked for its usage; absent when it is not to be asked. */
  usageOption: UsageOption | undefined;
  /** How far the user has gone with the promise: nothing yet, only the raw response, or the parsed one. */
  claim: 'none' | 'raw' | 'parsed' = 'none';
  /** True once the library's own retry loop for this call has begun. */
  requested = false;
  /** True once it has come to an accepted response. */
  answered = false;
  /** True once the parsed response, or its stream, has been seen. */
  received = false;
  /** True once the stream's one iterator has been handed out. */
  iterated = false;
  /** True where the library sends again while it parses, as openai 7 does when the body times out. */
  sendsFromParse = false;
  /** The object that was called, where a method of it may ask for a part of this call. */
  owner: unknown;
  /** True when the next request asks for the next part of the answer. */
  continues = false;
  /** True once something of it is watched for its collection. */
  isWatched = false;
  /** Whether the user's own signal has fired; absent where the library's errors tell. */
  isCutOff: (() => boolean) | undefined;
  firstChunkAt: number | undefined;
  /** To be done when the call ends, however it ends. */
  afterwards: (() => void) | undefined;
  /** What the response has said so far, and whether it has said it all. */
  reader: Pick<StreamReader, 'response' | 'complete'> = { response: () => ({}), complete: false };
  /** How many of the call's promises the user may still hold: its own and those derived from it. */
  #promises = 0;
  /** Those of them that nobody has to watch yet. */
  readonly #unwatched: object[] = [];
  readonly #call: OpenCall;

  constructor(method: Method, request: CallRequest, observer: CallObserver) {
    this.method = method;
    this.request = request;
    this.startedAt = now();
    this.#call = observer.begin(request, this.startedAt);
    open.add(this);
  }

  get ended(): boolean {
    return !open.has(this);
  }

  /** Runs the user's side of the call within it. Whatever the observer does, `fn` runs exactly once. */
  run<T>(fn: () => T): T {
    return runWithin(
      (run) => this.#call.run(run),
      () => current.run(this, fn),
    );
  }

  /** Ends the call; only the first end counts. */
  end(ending: CallEnding, error?: CallError): void {
    if (!open.delete(this)) return;
    this.#unwatched.length = 0;
    if (this.isWatched) forgetCollected(this);
    guard('call.end', () => this.afterwards?.());
    guard('call.end', () =>
      this.#call.end({
        request: this.request,
        response: guard('response.read', () => this.reader.response()) ?? {},
        attempts: this.attempts.map((attempt) => ({ ...attempt })),
        ending,
        error,
        startedAt: this.startedAt,
        endedAt: now(),
        firstChunkAt: this.firstChunkAt,
      }),
    );
  }

  /** Ends the call with what the library threw for it. */
  fail(thrown: unknown): void {
    const { ending, error } = failureOf(thrown, this.attempts.at(-1));
    const isCutOff = this.isCutOff?.();
    this.end(isCutOff === undefined ? ending : isCutOff ? 'abort' : 'error', error);
  }

  /** The library has an accepted response for the user: the headers are there, the body is not read. */
  accept(): void {
    this.answered = true;
    if (this.claim === 'raw') this.end('done');
    else if (this.claim === 'none' && this.#promises === 0) this.abandon();
    else this.#watch();
  }

  /**
   * Takes note of a promise that the user may await. Watching one is dear and seldom needed: before the response is there it makes
   * no difference whether anybody still waits for it, and afterwards nearly everybody has claimed theirs.
   */
  hold(promise: object): void {
    this.#promises++;
    this.#unwatched.push(promise);
    if (this.answered || !this.requested) this.#watch();
  }

  #watch(): void {
    if (this.claim === 'none') for (const promise of this.#unwatched) whenCollected(promise, this, letGo);
    this.#unwatched.length = 0;
  }

  /** The user takes the raw response, whose body we never see; unless it was parsed before, the call ends with its headers. */
  takeRaw(): void {
    if (this.claim !== 'none') return;
    this.claim = 'raw';
    if (this.answered) this.end('done');
  }

  /** The user has let go of a promise. What was asked for and not yet answered still ends by itself. */
  letGo(): void {
    this.#promises--;
    if (this.claim === 'none' && this.#promises === 0 && (this.answered || !this.requested)) this.abandon();
  }

  /** Ends a call that nobody waits for any more by what its last attempt tells. */
  abandon(): void {
    const last = this.attempts.at(-1);
    if (!this.answered && last?.status !== undefined && last.status >= 400) {
      this.end('error', { type: String(last.status), status: last.status });
    } else if (!this.answered && last?.errorType !== undefined) {
      this.end('error', { type: last.errorType });
    } else {
      this.end(this.reader.complete ? 'done' : 'unread');
    }
  }
}

/** A function of its own, which leads to no promise. */
function letGo(op: Op): void {
  op.letGo();
}

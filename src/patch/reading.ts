import type { StreamReader } from '../providers/provider.ts';
import { guard } from './guard.ts';
import { now, type Op } from './op.ts';

/** What becomes of a stream in its consumer's hands, as its call sees it. Safe to call at any time. */
export interface Reading {
  readonly reader: StreamReader;
  /** The consumer waits for the next chunk, however long that takes. */
  waits(): void;
  /** It has got a chunk: from now on it may be idle, and after too long a time the call ends. */
  takes(chunk: unknown): void;
  /** It has come to the end. */
  ends(): void;
  /** The stream has thrown at it. */
  readonly fails: (thrown: unknown) => void;
  /** It goes before the end. */
  leaves(): void;
}

/** How one kind of stream tells that it has been aborted. */
export interface CutOff {
  readonly isCutOff: () => boolean;
  /** True for an error that is what the user aborted with. */
  readonly isReason: (thrown: unknown) => boolean;
}

/** By the user's signal, where the call knows it: then the call itself tells an abort by it. */
export function signalOf(op: Op): CutOff {
  return { isCutOff: () => op.isCutOff?.() === true, isReason: () => false };
}

/** Reads what the consumer reads. A stream that lies unread for `idleMs` ends its call. */
export function watchReading(op: Op, idleMs: number, { isCutOff, isReason }: CutOff): Reading {
  const reader = guard('stream.open', () => op.method.stream(op.request)) ?? unread;
  op.reader = reader;
  const idle = idleTimer(op, idleMs);
  return {
    reader,
    waits() {
      guard('stream.next', () => idle.pause());
    },
    takes(chunk) {
      guard('stream.chunk', () => {
        op.firstChunkAt ??= now();
        if (!op.ended) reader.push(chunk);
        idle.start();
      });
    },
    ends() {
      idle.end();
      guard('stream.next', () => op.end(isCutOff() && !reader.complete ? 'abort' : 'done'));
    },
    fails(thrown) {
      idle.end();
      guard('stream.failed', () => (isReason(thrown) ? op.end('abort') : op.fail(thrown)));
    },
    leaves() {
      guard('stream.return', () => {
        idle.end();
        op.end(reader.complete ? 'done' : isCutOff() ? 'abort' : 'break');
      });
    },
  };
}

/** Stands in for a reader that could not be had. */
const unread: StreamReader = { push() {}, response: () => ({}), complete: false };

interface IdleTimer {
  /** The consumer holds a chunk: from now on it may be idle. */
  start(): void;
  /** The consumer waits for the next chunk, however long that takes. */
  pause(): void;
  end(): void;
}

/** One timer for all chunks of a stream, which a chunk only tells the time: to set one anew is dear. Keeps no process alive. */
function idleTimer(op: Op, idleMs: number): IdleTimer {
  let heldSince: number | undefined = performance.now();
  let timer: NodeJS.Timeout;
  const look = (): void => {
    if (op.ended) return;
    const left = heldSince === undefined ? idleMs : heldSince + idleMs - performance.now();
    if (left > 0) wait(left);
    else guard('stream.unread', () => op.abandon());
  };
  const wait = (ms: number): void => {
    timer = setTimeout(look, ms).unref();
  };
  const end = (): void => clearTimeout(timer);
  wait(idleMs);
  return {
    start() {
      heldSince = performance.now();
      if (op.ended) end();
    },
    pause() {
      heldSince = undefined;
    },
    end,
  };
}

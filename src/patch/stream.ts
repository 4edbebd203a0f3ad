import { fields, isObject, type Fields } from '../narrow.ts';
import type { StreamReader } from '../providers/provider.ts';
import { whenCollected } from './collected.ts';
import { guard } from './guard.ts';
import { now, type Op } from './op.ts';
import { type AnyFunction, isFunction, shadowMethod } from './replace.ts';
import { settled } from './settled.ts';
import { stripUsage } from './usage-option.ts';

/**
 * Watches a Stainless `Stream` where every way of reading it passes: the own property `iterator`, which `for await`,
 * `tee()` and `toReadableStream()` call. Only what the consumer pulls is seen; nothing is read ahead or drained.
 * A stream that lies unread for `idleMs` ends its call.
 */
export function observeStream(op: Op, stream: object, idleMs: number): void {
  const reader = guard('stream.open', () => op.method.stream(op.request)) ?? unread;
  op.reader = reader;
  const { controller } = fields(stream);
  const signal = (): Fields => fields(fields(controller)['signal']);
  const isCutOff = (): boolean => signal()['aborted'] === true;
  // openai 7 cuts its own connection off before it throws what the provider reported: `aborted` alone says nothing there.
  const isReason = (thrown: unknown): boolean => isCutOff() && thrown !== undefined && thrown === signal()['reason'];
  const idle = idleTimer(op, idleMs);
  whenCollected(stream, op, leaveUnlessIterated);
  // Up to 4.16 a stream has neither `iterator` nor `tee()`.
  const source = isFunction(fields(stream)['iterator']) ? 'iterator' : Symbol.asyncIterator;
  shadowMethod(stream, source, (iterator) => {
    return function () {
      const iterated: unknown = iterator.call(this);
      guard('stream.iterate', () => {
        // A second iterator only says that the stream has been consumed.
        if (op.iterated || !isObject(iterated)) return;
        op.iterated = true;
        whenCollected(iterated, op, leave);
        observeIterator(op, iterated, { reader, isCutOff, isReason, idle });
      });
      return iterated;
    };
  });
}

/**
 * Watches an async generator that is the stream itself, in place, so that it stays the object it was: one that a consumer may
 * drive by hand, too.
 */
export function observeGenerator(op: Op, generator: object, idleMs: number): void {
  const reader = guard('stream.open', () => op.method.stream(op.request)) ?? unread;
  op.reader = reader;
  op.iterated = true;
  const isCutOff = (): boolean => op.isCutOff?.() === true;
  whenCollected(generator, op, leave);
  observeIterator(op, generator, { reader, isCutOff, isReason: () => false, idle: idleTimer(op, idleMs) });
}

function leave(op: Op): void {
  op.abandon();
}

function leaveUnlessIterated(op: Op): void {
  if (!op.iterated) op.abandon();
}

/** Stands in for a reader that could not be had. */
const unread: StreamReader = { push() {}, response: () => ({}), complete: false };

interface Reading {
  readonly reader: StreamReader;
  readonly isCutOff: () => boolean;
  /** True for an error that is what the user aborted with. */
  readonly isReason: (thrown: unknown) => boolean;
  readonly idle: IdleTimer;
}

/** Dresses the SDK's own iterator in place, so that it stays the object it was. */
function observeIterator(op: Op, iterator: object, { reader, isCutOff, isReason, idle }: Reading): void {
  const noteResult = (result: unknown): void => {
    const { done, value } = fields(result);
    if (done === true) {
      idle.end();
      guard('stream.next', () => op.end(isCutOff() && !reader.complete ? 'abort' : 'done'));
      return;
    }
    guard('stream.chunk', () => {
      op.firstChunkAt ??= now();
      if (!op.ended) reader.push(value);
      idle.start();
    });
  };
  const noteFailure = (thrown: unknown): void => {
    idle.end();
    guard('stream.failed', () => (isReason(thrown) ? op.end('abort') : op.fail(thrown)));
  };
  const noteLeave = (): void => {
    guard('stream.return', () => {
      idle.end();
      op.end(reader.complete ? 'done' : isCutOff() ? 'abort' : 'break');
    });
  };
  shadowMethod(iterator, 'next', (next) => {
    const advance: AnyFunction = function (...args) {
      guard('stream.next', () => idle.pause());
      const passed = settled(
        op.run(() => next.apply(this, args)),
        noteResult,
        noteFailure,
      );
      if (op.usageOption?.asked !== true || !(passed instanceof Promise)) return passed;
      return passed.then((result: unknown) => (isForUs(reader, result) ? advance.apply(this, args) : result));
    };
    return advance;
  });
  for (const name of ['return', 'throw']) {
    shadowMethod(iterator, name, (original) => {
      return function (...args) {
        noteLeave();
        return op.run(() => original.apply(this, args));
      };
    });
  }
}

/** True for a result that only asking for usage brought. A reader that fails must not let it through to the consumer. */
function isForUs(reader: StreamReader, result: unknown): boolean {
  const { done, value } = fields(result);
  return (
    done !== true &&
    stripUsage(
      value,
      guard('usage.strip', () => reader.isAskedFor?.(value)),
    )
  );
}

interface IdleTimer {
  /** The consumer holds a chunk: from now on it may be idle. */
  start(): void;
  /** The consumer waits for the next chunk, however long that takes. */
  pause(): void;
  end(): void;
}

/** One timer for all chunks of a stream, since a new one for each is dear. Keeps no process alive. */
function idleTimer(op: Op, idleMs: number): IdleTimer {
  let paused = false;
  const timer = setTimeout(() => {
    if (!paused) guard('stream.unread', () => op.abandon());
  }, idleMs).unref();
  const end = (): void => clearTimeout(timer);
  return {
    start() {
      paused = false;
      if (op.ended) end();
      else timer.refresh();
    },
    pause() {
      paused = true;
    },
    end,
  };
}

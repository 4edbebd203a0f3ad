import { fields, isObject, type Fields } from '../narrow.ts';
import type { StreamReader } from '../providers/provider.ts';
import { whenCollected } from './collected.ts';
import { guard } from './guard.ts';
import type { Op } from './op.ts';
import { type CutOff, type Reading, signalOf, watchReading } from './reading.ts';
import { type AnyFunction, isFunction, shadowMethod } from './replace.ts';
import { settled } from './settled.ts';
import { stripUsage } from './usage-option.ts';

/**
 * Watches a Stainless `Stream` where every way of reading it passes: the own property `iterator`, which `for await`,
 * `tee()` and `toReadableStream()` call. Only what the consumer pulls is seen; nothing is read ahead or drained.
 * A stream that lies unread for `idleMs` ends its call.
 */
export function observeStream(op: Op, stream: object, idleMs: number): void {
  const reading = watchReading(op, idleMs, op.isCutOff === undefined ? controllerOf(stream) : signalOf(op));
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
        observeIterator(op, iterated, reading, atOnce);
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
  const reading = watchReading(op, idleMs, signalOf(op));
  op.iterated = true;
  whenCollected(generator, op, leave);
  observeIterator(op, generator, reading, (pull) => op.run(pull));
}

/** A Stainless stream has the controller of its request. */
function controllerOf(stream: object): CutOff {
  const { controller } = fields(stream);
  const signal = (): Fields => fields(fields(controller)['signal']);
  const isCutOff = (): boolean => signal()['aborted'] === true;
  // openai 7 cuts its own connection off before it throws what the provider reported: `aborted` alone says nothing there.
  return { isCutOff, isReason: (thrown) => isCutOff() && thrown !== undefined && thrown === signal()['reason'] };
}

function leave(op: Op): void {
  op.abandon();
}

function leaveUnlessIterated(op: Op): void {
  if (!op.iterated) op.abandon();
}

type Run = (pull: () => unknown) => unknown;

/** A stream only reads the body it has: what sends nothing need not be run within the call, which is dear for each chunk. */
const atOnce: Run = (pull) => pull();

/** Dresses the SDK's own iterator in place, so that it stays the object it was. */
function observeIterator(op: Op, iterator: object, reading: Reading, run: Run): void {
  const noteResult = (result: unknown): void => {
    const { done, value } = fields(result);
    if (done === true) reading.ends();
    else reading.takes(value);
  };
  shadowMethod(iterator, 'next', (next) => {
    const advance: AnyFunction = function (...args) {
      reading.waits();
      const passed = settled(
        run(() => next.apply(this, args)),
        noteResult,
        reading.fails,
      );
      if (op.usageOption?.asked !== true || !(passed instanceof Promise)) return passed;
      return passed.then((result: unknown) => (isForUs(reading.reader, result) ? advance.apply(this, args) : result));
    };
    return advance;
  });
  for (const name of ['return', 'throw']) {
    shadowMethod(iterator, name, (original) => {
      return function (...args) {
        reading.leaves();
        return run(() => original.apply(this, args));
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

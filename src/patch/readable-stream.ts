import { whenCollected } from './collected.ts';
import type { Op } from './op.ts';
import { signalOf, watchReading } from './reading.ts';

/**
 * The same stream, seen as it is read. A `ReadableStream` is read in half a dozen ways that do not pass through one another
 * (`getReader`, `for await`, `tee`, `pipeTo`, transfer), so there is no method to watch; what all of them end in is the source. So
 * another stream of the same class takes its place, whose source is the first one. It holds nothing back and reads nothing
 * ahead: a chunk is asked for when the consumer asks, and an end, an error and a cancellation go through when they come.
 */
export function observedReadable(op: Op, stream: ReadableStream, idleMs: number): ReadableStream {
  const reading = watchReading(op, idleMs, signalOf(op));
  let control: ReadableStreamDefaultController | undefined;
  let delivery = Promise.resolve();
  let isUnderWay = false;
  const observed = new ReadableStream<unknown>(
    {
      start(controller) {
        control = controller;
      },
      // Nobody is kept waiting for the promise: a consumer that reads again at once would be asked for later, out of its own
      // stack, and what the source then throws would not show where it was read.
      pull(controller) {
        if (isUnderWay) return;
        isUnderWay = true;
        reading.waits();
        delivery = reader.read().then(
          ({ done, value }) => {
            isUnderWay = false;
            if (done) return;
            reading.takes(value);
            controller.enqueue(value);
          },
          // It comes by `closed` as well.
          () => {},
        );
        delivery.catch(() => {});
      },
      cancel(reason) {
        reading.leaves();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  Object.setPrototypeOf(observed, Object.getPrototypeOf(stream) as object);
  const reader: ReadableStreamDefaultReader<unknown> = stream.getReader();
  whenCollected(observed, op, leave);

  /** After the chunk that may be on its way; nothing is left to be told to a consumer that has cancelled. */
  const afterDelivery = (tell: () => void): Promise<void> => delivery.then(tell).catch(() => {});
  reader.closed.then(
    () =>
      afterDelivery(() => {
        reading.ends();
        control?.close();
      }),
    (thrown: unknown) =>
      afterDelivery(() => {
        reading.fails(thrown);
        control?.error(thrown);
      }),
  );
  return observed;
}

function leave(op: Op): void {
  op.abandon();
}

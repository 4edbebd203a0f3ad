/** The thread that sends the last spans and counts while the main thread waits to end. See flush-on-exit.ts. */
import { workerData } from 'node:worker_threads';
import { spanProcessorsFromEnvironment } from '../sdk/environment.ts';
import { countExported } from '../metrics/delivery.ts';
import { type LastCounts, sendCounts } from './last-counts.ts';
import { type PackedSpan, unpackSpans } from './packed-span.ts';

/** What the main thread hands over. */
export interface FlushJob {
  readonly spans: readonly PackedSpan[];
  readonly last: LastCounts | undefined;
  readonly timeoutMs: number;
  /** What has come of the spans, then of the counts: 0 under way, 1 exported, 2 failed. */
  readonly outcome: Int32Array<SharedArrayBuffer>;
}

const { spans, last, timeoutMs, outcome } = workerData as FlushJob;

async function flushSpans(): Promise<void> {
  if (spans.length === 0) return;
  const processors = spanProcessorsFromEnvironment(process.env, { timeoutMs, batchedOnly: true });
  for (const span of unpackSpans(spans)) for (const processor of processors) processor.onEnd(span);
  await Promise.all(processors.map((processor) => processor.forceFlush()));
}

async function flushCounts(): Promise<void> {
  if (last === undefined) return;
  countExported(last.counts, spans);
  await sendCounts(process.env, last, timeoutMs);
}

function settle(cell: 0 | 1, value: 1 | 2): void {
  Atomics.store(outcome, cell, value);
  Atomics.notify(outcome, cell);
}

// What refuses spans is not asked to take counts.
flushSpans()
  .then(() => settle(0, 1))
  .then(flushCounts)
  .then(
    () => settle(1, 1),
    () => {
      if (outcome[0] === 0) settle(0, 2);
      settle(1, 2);
    },
  );

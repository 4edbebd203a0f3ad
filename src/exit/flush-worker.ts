/** The thread that sends the last spans while the main thread waits to end. See flush-on-exit.ts. */
import { workerData } from 'node:worker_threads';
import { spanProcessorsFromEnvironment } from '../environment.ts';
import { type PackedSpan, unpackSpans } from './packed-span.ts';

/** What the main thread hands over. */
export interface FlushJob {
  readonly spans: readonly PackedSpan[];
  readonly timeoutMs: number;
  /** One shared cell: 0 under way, 1 exported, 2 failed. */
  readonly outcome: Int32Array<SharedArrayBuffer>;
}

const { spans, timeoutMs, outcome } = workerData as FlushJob;

async function flush(): Promise<void> {
  const processors = spanProcessorsFromEnvironment(process.env, { timeoutMs, batchedOnly: true });
  for (const span of unpackSpans(spans)) for (const processor of processors) processor.onEnd(span);
  await Promise.all(processors.map((processor) => processor.forceFlush()));
}

function settle(value: 1 | 2): void {
  Atomics.store(outcome, 0, value);
  Atomics.notify(outcome, 0);
}

flush().then(
  () => settle(1),
  () => settle(2),
);

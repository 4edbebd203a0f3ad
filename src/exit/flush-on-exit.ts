/**
 * The end of the process, in every way it can come, must not lose the spans of the last seconds, and must not look
 * different from outside: same exit status, same handlers, at most two seconds later.
 *
 * - The event loop runs empty: the spans are sent from here, then the SDK is shut down.
 * - `process.exit()` or an uncaught exception: nothing asynchronous runs any more, so a thread sends them while this one
 *   waits.
 * - SIGTERM or SIGINT that would kill: send, then raise the signal again with our handler gone.
 * - SIGTERM or SIGINT that the application handles: it may end the process inside its handler, so the thread sends them
 *   before the handler runs; whether the process ends remains the application's business.
 */
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';
import { spanProcessorsFromEnvironment } from '../environment.ts';
import { here } from '../here.ts';
import type { FlushJob } from './flush-worker.ts';
import type { Outbox } from './outbox.ts';
import { packSpans } from './packed-span.ts';

/** Upper bound of what telemetry may add to the life of the process. */
const LIMIT_MS = 2000;

/** A collector that took nothing when a signal came is not waited for as long again when its handler exits. */
const SAME_END_MS = 10_000;

export interface Ends {
  readonly outbox: Outbox;
  /** Ends the spans that are still open. */
  readonly endEverything: () => void;
  /** Ends the SDK, which exports metrics and logs too. */
  readonly shutdown: () => Promise<void>;
}

/** Installs the handlers; for the SDK that is ours. */
export function flushOnExit({ outbox, endEverything, shutdown }: Ends): void {
  let ended = false;
  let waitedMs = 0;
  let waitedAt = -Infinity;

  const flushNow = (): void => {
    const start = performance.now();
    if (start - waitedAt > SAME_END_MS) waitedMs = 0;
    if (sendFromThread(outbox, Math.max(0, LIMIT_MS - waitedMs))) return;
    waitedAt = performance.now();
    waitedMs += waitedAt - start;
  };

  const flush = async (): Promise<void> => {
    const deadline = performance.now() + LIMIT_MS;
    const reached = outbox.size > 0 ? await send(outbox) : outbox.delivered;
    // Exporters retry for ten seconds on timers that hold the event loop. A collector that has just refused the spans
    // is not asked to take the metrics.
    if (!reached || ended) return;
    ended = true;
    await within(deadline - performance.now(), shutdown());
  };

  process.on('beforeExit', () => {
    if (outbox.size > 0 || !ended) void flush();
  });
  process.on('exit', () => {
    endEverything();
    flushNow();
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const onSignal = (): void => {
      // Gone first: libraries look at the listeners to decide whether it is theirs to end the process.
      process.off(signal, onSignal);
      if (process.listenerCount(signal) > 0) {
        flushNow();
        setImmediate(() => process.on(signal, onSignal)).unref();
        return;
      }
      endEverything();
      void within(LIMIT_MS, flush()).then(() => process.kill(process.pid, signal));
    };
    process.on(signal, onSignal);
  }
}

/** Sends what is in the outbox through exporters of its own, whose retries end with the limit. */
async function send(outbox: Outbox): Promise<boolean> {
  const spans = outbox.take();
  try {
    const processors = spanProcessorsFromEnvironment(process.env, { timeoutMs: LIMIT_MS, batchedOnly: true });
    for (const span of spans) for (const processor of processors) processor.onEnd(span);
    await Promise.all(processors.map((processor) => processor.forceFlush()));
    return true;
  } catch (error) {
    sayLost(spans.length, error);
    return false;
  }
}

/** The same from a thread, while this one stands still. False when the spans were not taken. */
function sendFromThread(outbox: Outbox, timeoutMs: number): boolean {
  if (outbox.size === 0) return true;
  const spans = outbox.take();
  try {
    if (!existsSync(FLUSH_WORKER))
      throw new Error('taskmeter is part of a bundle, without the file that would send them');
    const outcome = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    if (timeoutMs > 0) {
      const job: FlushJob = { spans: packSpans(spans), timeoutMs, outcome };
      // No flags of the process: the thread must not load taskmeter/register itself.
      new Worker(FLUSH_WORKER, { workerData: job, execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } }).unref();
    }
    if (Atomics.wait(outcome, 0, 0, timeoutMs) === 'timed-out') sayLost(spans.length, 'no answer in time');
    else if (outcome[0] !== 1) sayLost(spans.length, 'the export failed');
    else return true;
  } catch (error) {
    sayLost(spans.length, error);
  }
  return false;
}

const FLUSH_WORKER = new URL(`./exit/flush-worker${extname(here)}`, here);

function sayLost(count: number, reason: unknown): void {
  const why = reason instanceof Error ? reason.message : String(reason);
  diag.warn(`taskmeter: ${count} span${count === 1 ? '' : 's'} not exported at the end of the process: ${why}`);
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  });
  await Promise.race([work.catch(() => {}), limit]);
  clearTimeout(timer);
}

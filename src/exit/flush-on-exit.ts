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
import { isMainThread, Worker } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';
import { spanProcessorsFromEnvironment } from '../sdk/environment.ts';
import { here } from '../here.ts';
import { summary } from '../metrics/counters.ts';
import type { ReadableSpan } from '../sdk/types.ts';
import { catchUp } from '../task/backlog.ts';
import type { FlushJob } from './flush-worker.ts';
import { packCounts } from './last-counts.ts';
import type { Outbox } from './outbox.ts';
import { packSpans } from './packed-span.ts';
import { endThreads, followThreads, whenProcessEnds } from './threads.ts';

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
  /** What the process had counted when it last reported that, or tried to. */
  let reported = fingerprint();

  const flushNow = (goesOn: boolean): void => {
    catchUp();
    if (outbox.size === 0 && reported === fingerprint()) return;
    const start = performance.now();
    if (start - waitedAt > SAME_END_MS) waitedMs = 0;
    const isSent = sendFromThread(outbox, Math.max(0, LIMIT_MS - waitedMs), goesOn);
    reported = fingerprint();
    if (isSent) return;
    waitedAt = performance.now();
    waitedMs += waitedAt - start;
  };

  const flush = async (): Promise<void> => {
    const deadline = performance.now() + LIMIT_MS;
    const reached = outbox.size > 0 ? await send(outbox) : outbox.delivered;
    // What ends after this is reported by the thread.
    if (reached && ended) return;
    reported = fingerprint();
    // Exporters retry for ten seconds on timers that hold the event loop. A collector that has just refused the spans
    // is not asked to take the metrics.
    if (!reached) return;
    ended = true;
    await within(deadline - performance.now(), shutdown());
  };

  process.on('beforeExit', () => {
    if (outbox.size > 0 || !ended) void flush();
  });
  process.on('exit', () => {
    const deadline = performance.now() + LIMIT_MS;
    const waitForThreads = isMainThread ? endThreads() : undefined;
    endEverything();
    flushNow(false);
    waitForThreads?.(deadline - performance.now());
  });

  followThreads();
  whenProcessEnds(() => {
    endEverything();
    return within(LIMIT_MS, flush());
  });
  // A thread is told nothing of signals.
  if (!isMainThread) return;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const onSignal = (): void => {
      // Gone first: libraries look at the listeners to decide whether it is theirs to end the process.
      process.off(signal, onSignal);
      if (process.listenerCount(signal) > 0) {
        flushNow(true);
        setImmediate(() => process.on(signal, onSignal)).unref();
        return;
      }
      const deadline = performance.now() + LIMIT_MS;
      const waitForThreads = endThreads();
      endEverything();
      void within(LIMIT_MS, flush()).then(() => {
        waitForThreads(deadline - performance.now());
        process.kill(process.pid, signal);
      });
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
    outbox.sent(spans);
    return true;
  } catch (error) {
    lose(outbox, spans, error);
    return false;
  }
}

/**
 * The same from a thread, while this one stands still, and then what the process has counted. False when the spans were not
 * taken.
 */
function sendFromThread(outbox: Outbox, timeoutMs: number, goesOn: boolean): boolean {
  const spans = outbox.take();
  const last = packCounts(process.env, outbox.resource);
  if (spans.length === 0 && last === undefined) return true;
  let reason: unknown = 'no answer in time';
  try {
    if (!existsSync(FLUSH_WORKER)) {
      throw new Error('taskmeter is part of a bundle, without the file that would send them');
    }
    const deadline = performance.now() + timeoutMs;
    const outcome = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    if (timeoutMs > 0) {
      const job: FlushJob = { spans: packSpans(spans), last, timeoutMs, outcome };
      // No flags of the process: the thread must not load taskmeter/register itself.
      new Worker(FLUSH_WORKER, { workerData: job, execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } }).unref();
    }
    if (wait(outcome, 0, deadline) === 1) {
      outbox.sent(spans);
      // Where counts are not taken, by a back end for spans alone, nobody misses them.
      if (last !== undefined) wait(outcome, 1, deadline);
      return true;
    }
    if (outcome[0] === 2) reason = 'the export failed';
  } catch (error) {
    reason = error;
  }
  if (goesOn) outbox.putBack(spans);
  else lose(outbox, spans, reason);
  return false;
}

const FLUSH_WORKER = new URL(`./exit/flush-worker${extname(here)}`, here);

/** What has come of it by then; 0 when nothing has. */
function wait(outcome: Int32Array, cell: 0 | 1, deadline: number): number {
  Atomics.wait(outcome, cell, 0, Math.max(0, deadline - performance.now()));
  return Atomics.load(outcome, cell);
}

/** Gives spans up. The collector never hears of them, nor the last counts of this process; so both are said. */
export function lose(outbox: Outbox, spans: readonly ReadableSpan[], reason: unknown): void {
  outbox.lost(spans);
  if (spans.length === 0) return;
  const why = reason instanceof Error ? reason.message : String(reason);
  const { calls, costUsd, lostCalls, lostCostUsd } = summary();
  const money =
    lostCalls === 0 ? '' : `; lost in all: ${lostCalls} of ${calls} calls, ${lostCostUsd} of ${costUsd} USD`;
  diag.warn(
    `taskmeter: ${spans.length} span${spans.length === 1 ? '' : 's'} not exported at the end of the process: ${why}${money}`,
  );
}

/** Changes whenever anything is counted. */
function fingerprint(): string {
  const { spans, calls, tasks, unobservedRequests } = summary();
  return JSON.stringify([spans, calls, tasks, unobservedRequests]);
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  });
  await Promise.race([work.catch(() => {}), limit]);
  clearTimeout(timer);
}

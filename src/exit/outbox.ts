import { context, diag } from '@opentelemetry/api';
import { counts } from '../metrics/counters.ts';
import { countExported, countGivenUp } from '../metrics/delivery.ts';
import { untraced } from '../sdk/suppress-tracing.ts';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '../sdk/types.ts';

/**
 * Knows of every span that has ended whether it waits, is delivered, or is lost: a batch processor keeps its queue to itself,
 * drops what does not fit into it, and forgets what could not be exported. Here that is kept, to be sent as soon as somebody takes
 * spans again, or at the end of the process.
 *
 * As many spans as a batch processor queues may wait there, and as many again are kept; beyond that the oldest are lost.
 */
export class Outbox {
  /** Spans that batch processors have, with the number of those that have not come to an end with it. */
  readonly #waiting = new Map<ReadableSpan, number>();
  /** Spans that nobody else will send any more. */
  readonly #kept = new Set<ReadableSpan>();
  readonly #resending = new Set<ReadableSpan>();
  readonly #taken = new WeakSet<ReadableSpan>();
  /** What arrived after all when it had been taken out already. */
  readonly #arrivedLate = new WeakSet<ReadableSpan>();
  readonly #limit: number;
  #lanes = 0;
  #delivered = true;
  #hasWarned = false;
  #resource: ReadableSpan['resource'] | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Number of spans that would be lost if the process ended now. */
  get size(): number {
    return this.#waiting.size + this.#kept.size;
  }

  /** Whether the newest export that came to an end has succeeded; true where there is nobody to export to. */
  get delivered(): boolean {
    return this.#delivered;
  }

  /** Who this process is, as its spans say; absent before the first has ended. */
  get resource(): ReadableSpan['resource'] | undefined {
    return this.#resource;
  }

  /** Sees every span end; goes before the processors that batch. */
  readonly processor: SpanProcessor = {
    onStart: () => {},
    onEnd: (span) => {
      this.#resource ??= span.resource;
      if (this.#lanes === 0 || !isSampled(span)) return;
      counts.spans.ended += 1;
      this.#waiting.set(span, this.#lanes);
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };

  /** A processor that batches for the exporter, with the outbox on both sides of it. */
  around(exporter: SpanExporter, batched: (exporter: SpanExporter) => SpanProcessor): Outlet {
    this.#lanes += 1;
    this.#delivered = false;
    let queued = 0;
    const outlet = this.#outlet(exporter);
    const inner = batched({
      ...outlet,
      export(spans, done) {
        queued -= spans.length;
        outlet.export(spans, done);
      },
    });
    return {
      exporter,
      onStart: (span, parent) => inner.onStart(span, parent),
      onEnd: (span) => {
        if (isSampled(span) && queued >= this.#limit) return this.#missed([span]);
        if (isSampled(span)) queued += 1;
        inner.onEnd(span);
      },
      forceFlush: async () => {
        await inner.forceFlush();
        await this.#resend(outlet);
      },
      shutdown: () => inner.shutdown(),
    };
  }

  /** Takes all unsent spans out; who takes them sends them, and says what came of it. */
  take(): ReadableSpan[] {
    const spans = [...this.#kept, ...this.#waiting.keys()];
    this.#waiting.clear();
    this.#kept.clear();
    for (const span of spans) this.#taken.add(span);
    return spans;
  }

  /** What was taken out has been sent. */
  sent(spans: readonly ReadableSpan[]): void {
    countExported(counts, spans);
  }

  /** What was taken out could not be sent, and the process ends. */
  lost(spans: readonly ReadableSpan[]): void {
    countExported(
      counts,
      spans.filter((span) => this.#arrivedLate.has(span)),
    );
    countGivenUp(
      counts,
      'process_end',
      spans.filter((span) => !this.#arrivedLate.has(span)),
    );
  }

  /** What was taken out could not be sent, and the process goes on. */
  putBack(spans: readonly ReadableSpan[]): void {
    for (const span of spans) this.#taken.delete(span);
    this.#keep(spans);
  }

  /** The exporter; what it has delivered leaves the outbox, and what was taken out is not sent again. */
  #outlet(exporter: SpanExporter): SpanExporter {
    let refusedAt = -Infinity;
    const outlet: SpanExporter = {
      export: (spans, done) => {
        const mine = spans.filter((span) => !this.#taken.has(span));
        if (mine.length === 0) return done(DELIVERED);
        if (Date.now() - refusedAt < PAUSE_MS) {
          this.#missed(mine);
          return done(REFUSED);
        }
        exporter.export(mine, (result) => {
          this.#delivered = result.code === DELIVERED.code;
          if (this.#delivered) {
            this.#arrived(mine);
            void this.#resend(outlet);
          } else {
            refusedAt = Date.now();
            this.#missed(mine);
          }
          done(result);
        });
      },
      forceFlush: async () => exporter.forceFlush?.(),
      shutdown: () => exporter.shutdown(),
    };
    return outlet;
  }

  #arrived(spans: readonly ReadableSpan[]): void {
    const unsent = spans.filter((span) => this.#waiting.delete(span) || this.#kept.delete(span));
    countExported(counts, unsent);
    for (const span of spans) if (this.#taken.has(span)) this.#arrivedLate.add(span);
  }

  /** One way out has failed for them; when it was the last, they are kept. */
  #missed(spans: readonly ReadableSpan[]): void {
    const left = spans.filter((span) => {
      const lanes = this.#waiting.get(span);
      if (lanes === undefined) return false;
      if (lanes > 1) this.#waiting.set(span, lanes - 1);
      else this.#waiting.delete(span);
      return lanes === 1;
    });
    this.#keep(left);
  }

  #keep(spans: readonly ReadableSpan[]): void {
    for (const span of spans) this.#kept.add(span);
    const oldest: ReadableSpan[] = [];
    for (const span of this.#kept) {
      if (this.#kept.size <= this.#limit) break;
      if (this.#resending.has(span)) continue;
      this.#kept.delete(span);
      oldest.push(span);
    }
    countGivenUp(counts, 'queue_full', oldest);
    if (oldest.length === 0 || this.#hasWarned) return;
    this.#hasWarned = true;
    diag.warn(
      `taskmeter: more than ${this.#limit} spans could not be exported and the oldest are lost from now on; ` +
        'taskmeter.process.spans.lost counts them, OTEL_BSP_MAX_QUEUE_SIZE is how many may wait',
    );
  }

  /** Sends what was kept, oldest first, as long as it is taken. */
  async #resend(outlet: SpanExporter): Promise<void> {
    if (!this.#delivered || this.#resending.size > 0) return;
    let isTaken = true;
    while (isTaken && this.#kept.size > 0) {
      const spans = [...this.#kept].slice(0, BATCH);
      for (const span of spans) this.#resending.add(span);
      isTaken = await new Promise<boolean>((resolve) => {
        context.with(untraced(), () => outlet.export(spans, ({ code }) => resolve(code === DELIVERED.code)));
      });
      this.#resending.clear();
    }
  }
}

type Result = Parameters<Parameters<SpanExporter['export']>[1]>[0];

/** `ExportResultCode.SUCCESS` of @opentelemetry/core is 0. */
const DELIVERED = { code: 0 } as unknown as Result;
/** `ExportResultCode.FAILED`. */
const REFUSED = { code: 1 } as unknown as Result;

/**
 * Every export is retried for ten seconds, on timers that hold the event loop. Of a full queue one batch after the other would
 * be, and hold a process that has nothing left to do for most of a minute; so those behind a refused one fail with it.
 */
const PAUSE_MS = 1000;

/** The exporter is there to be looked at, by `taskmeter doctor`. */
interface Outlet extends SpanProcessor {
  readonly exporter: SpanExporter;
}

/** As many as a batch processor exports at a time. */
const BATCH = 512;

/** `TraceFlags.SAMPLED`. */
const SAMPLED = 1;

function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & SAMPLED) !== 0;
}

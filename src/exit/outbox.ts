import type { ReadableSpan, SpanExporter, SpanProcessor } from '../sdk-types.ts';

/**
 * Knows which spans have ended and are not yet safe with an exporter, so that the end of the process can hand over
 * exactly those: a batch processor keeps its queue to itself.
 *
 * Holds the newest `limit` spans. A span whose export failed stays until it is pushed out: the end of the process is one
 * more chance.
 */
export class Outbox {
  readonly #unsent = new Set<ReadableSpan>();
  readonly #taken = new WeakSet<ReadableSpan>();
  readonly #limit: number;
  #hasExporter = false;
  #delivered = true;
  #refusedAt = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Number of spans that would be lost if the process ended now. */
  get size(): number {
    return this.#unsent.size;
  }

  /** Whether the newest export that came to an end has succeeded; true where there is nobody to export to. */
  get delivered(): boolean {
    return this.#delivered;
  }

  /** Sees every span end; goes before the processor that batches. */
  readonly processor: SpanProcessor = {
    onStart: () => {},
    onEnd: (span) => {
      if (!this.#hasExporter || (span.spanContext().traceFlags & SAMPLED) === 0) return;
      this.#unsent.add(span);
      if (this.#unsent.size > this.#limit) this.#unsent.delete(first(this.#unsent));
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };

  /** The same exporter; what it has delivered leaves the outbox, and what was taken out is not sent again. */
  around(exporter: SpanExporter): SpanExporter {
    this.#hasExporter = true;
    this.#delivered = false;
    return {
      export: (spans, done) => {
        const mine = spans.filter((span) => !this.#taken.has(span));
        if (mine.length === 0) return done(DELIVERED);
        if (Date.now() - this.#refusedAt < PAUSE_MS) return done(REFUSED);
        exporter.export(mine, (result) => {
          this.#delivered = result.code === DELIVERED.code;
          if (this.#delivered) for (const span of mine) this.#unsent.delete(span);
          else this.#refusedAt = Date.now();
          done(result);
        });
      },
      forceFlush: async () => exporter.forceFlush?.(),
      shutdown: () => exporter.shutdown(),
    };
  }

  /** Takes all unsent spans out; who takes them sends them. */
  take(): ReadableSpan[] {
    const spans = [...this.#unsent];
    this.#unsent.clear();
    for (const span of spans) this.#taken.add(span);
    return spans;
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

/** `TraceFlags.SAMPLED`. */
const SAMPLED = 1;

function first<T>(set: ReadonlySet<T>): T {
  const [value] = set;
  return value as T;
}

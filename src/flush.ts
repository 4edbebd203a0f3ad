import { diag, metrics } from '@opentelemetry/api';
import { catchUp } from './task/backlog.ts';
import { registeredProvider } from './sdk/tracer-provider.ts';

/**
 * Resolves when every span that has ended, and the counts of this process as they are, are with the exporters, whoever set up
 * the SDK; at once without one. For code that knows of an end no handler can see: a function that is frozen after it
 * returns, a test.
 *
 * Never rejects, since no answer should be an error because its cost could not be told: what could not be exported is said
 * through OpenTelemetry's `diag`. Waits no longer than `timeoutMs`, ten seconds by default.
 */
export async function flush({ timeoutMs = 10_000 }: FlushOptions = {}): Promise<void> {
  const failed = (error: unknown): void => {
    diag.warn(
      `taskmeter: flush() could not export everything: ${error instanceof Error ? error.message : String(error)}`,
    );
  };
  catchUp();
  const both = async (): Promise<void> => {
    await flushing(registeredProvider()).catch(failed);
    // After the spans, since the counts tell what became of them.
    await flushing(metrics.getMeterProvider());
  };
  await within(timeoutMs, both()).catch(failed);
}

/** How a flush is bounded. */
export interface FlushOptions {
  /** Milliseconds. */
  readonly timeoutMs?: number | undefined;
}

async function flushing(provider: object | undefined): Promise<void> {
  if (provider !== undefined && 'forceFlush' in provider && typeof provider.forceFlush === 'function') {
    await provider.forceFlush();
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

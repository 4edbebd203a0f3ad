import { type Options, readConfig } from './config.ts';
import { batch, maxQueueSize, samplerFromEnvironment, spanProcessorsFromEnvironment } from './sdk/environment.ts';
import { accountedProcessors } from './exit/accounted.ts';
import { endOnExit } from './exit/end-on-exit.ts';
import { lose } from './exit/flush-on-exit.ts';
import { Outbox } from './exit/outbox.ts';
import { httpInstrumentations } from './sdk/http.ts';
import { assemble } from './instrumentation.ts';
import type { Instrumentation, Sampler, SpanExporter, SpanProcessor } from './sdk/types.ts';

/**
 * Settings, and what the application would give its `NodeSDK` under the same names as ours, which it has to give here: a part of
 * its own beside `...taskmeter()` takes the place of ours, or ours of it, without a word.
 */
export interface SdkOptions extends Options {
  /** Observe what we do not; ours comes first. */
  readonly instrumentations?: readonly (Instrumentation | readonly Instrumentation[])[] | undefined;
  /** Where spans are sent, in batches, in place of the exporters that `OTEL_TRACES_EXPORTER` names. */
  readonly traceExporter?: SpanExporter | undefined;
  /** What ends of spans are handed to, in place of any exporters. */
  readonly spanProcessors?: readonly SpanProcessor[] | undefined;
  /** What decides about everything but call, task and outcome spans, in place of `OTEL_TRACES_SAMPLER`. */
  readonly sampler?: Sampler | undefined;
}

/** The parts of a `NodeSDK` configuration that taskmeter needs to have in it. */
export interface SdkParts {
  readonly instrumentations: Instrumentation[];
  readonly spanProcessors: SpanProcessor[];
  readonly sampler: Sampler;
}

/**
 * For applications with an SDK of their own: `new NodeSDK({ ...taskmeter() })`. A NodeSDK that is given span processors
 * ignores the environment's exporters, so they are among the parts.
 *
 * @throws {ConfigError} on an unknown option or `TASKMETER_*` variable, or a value that is not allowed.
 */
export function taskmeter(options: SdkOptions = {}): SdkParts {
  const { instrumentations = [], spanProcessors, traceExporter, sampler, ...settings } = options;
  const config = readConfig(process.env, settings);
  const inner = sampler ?? samplerFromEnvironment(process.env);
  const own = spanProcessors ?? (traceExporter && [batch(process.env, traceExporter)]);
  if (config.disabled) {
    const outlets = own ?? spanProcessorsFromEnvironment(process.env);
    return { instrumentations: instrumentations.flat(), spanProcessors: [...outlets], sampler: inner };
  }
  const outlets = own ?? accountedOutlets();
  const parts = assemble(config);
  const { instrumentation, processor, samplerAround, endEverything } = parts;
  if (config.console) endOnExit(endEverything);
  return {
    instrumentations: [
      instrumentation,
      ...(config.http === true ? httpInstrumentations(parts).instrumentations : []),
      ...instrumentations.flat(),
    ],
    // Ours first: it writes the totals on a task's span before anybody is told that the span has ended.
    spanProcessors: [processor, ...outlets],
    sampler: samplerAround(inner),
  };
}

/** The environment's exporters; what they could not deliver is known. When the SDK is shut down is the application's business. */
function accountedOutlets(): readonly SpanProcessor[] {
  const outbox = new Outbox(maxQueueSize(process.env));
  process.on('exit', () => lose(outbox, outbox.take(), 'the SDK was not shut down, or could not export'));
  return accountedProcessors(outbox);
}

/**
 * The trace parts that the standard OTEL_* variables ask for. `NodeSDK` builds the same ones for itself, but only when it
 * is given no span processor, and it does not hand them out; whoever adds a processor has to bring them.
 */
import { isMainThread } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';
import { type Env, given, listed } from '../env.ts';
import { loadOfSdk } from './load.ts';
import { traceParts } from './trace.ts';
import type { Sampler, SpanExporter, SpanProcessor } from './types.ts';

/** How an exporter is made into a processor, and how long one export may take. */
export interface ProcessorOptions {
  /** Makes the processor of an exporter by `batched`, which batches as `OTEL_BSP_*` say, with something around it. */
  readonly around?:
    | ((exporter: SpanExporter, batched: (exporter: SpanExporter) => SpanProcessor) => SpanProcessor)
    | undefined;
  /** Milliseconds; `OTEL_EXPORTER_OTLP_TIMEOUT` and `OTEL_BSP_EXPORT_TIMEOUT` when absent. */
  readonly timeoutMs?: number | undefined;
  /** Leaves out what prints at once. */
  readonly batchedOnly?: boolean | undefined;
}

/**
 * One processor for each exporter in `OTEL_TRACES_EXPORTER` (`otlp` when unset): batching as `OTEL_BSP_*` say, except for
 * the console, which prints at once. Empty for `none`.
 */
export function spanProcessorsFromEnvironment(env: Env, options: ProcessorOptions = {}): SpanProcessor[] {
  const named = listed(env, 'OTEL_TRACES_EXPORTER');
  if (named[0] === 'none') return [];
  return (named.length === 0 || named.includes('none') ? ['otlp'] : named).flatMap((name): SpanProcessor[] => {
    if (name === 'console') {
      if (options.batchedOnly === true) return [];
      const { ConsoleSpanExporter, unbatched } = traceParts();
      return [unbatched(new ConsoleSpanExporter())];
    }
    const exporter = name === 'otlp' ? otlpExporter(env, options) : name === 'zipkin' ? zipkinExporter() : undefined;
    if (exporter === undefined) {
      diag.warn(`taskmeter: OTEL_TRACES_EXPORTER names ${name}; known are otlp, zipkin, console, none`);
      return [];
    }
    const batched = (outlet: SpanExporter): SpanProcessor => batch(env, outlet, options.timeoutMs);
    return [options.around?.(exporter, batched) ?? batched(exporter)];
  });
}

/** What `OTEL_TRACES_SAMPLER` and its argument ask for; the SDK's default, everything unless the parent says no, when unset. */
export function samplerFromEnvironment(env: Env): Sampler {
  const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } = traceParts();
  const name = given(env, 'OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on';
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio(env));
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio(env)) });
    default:
      if (name !== 'parentbased_always_on') {
        diag.error(`taskmeter: OTEL_TRACES_SAMPLER is ${name}, which is unknown; using parentbased_always_on`);
      }
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
  }
}

function otlpExporter(env: Env, { timeoutMs }: ProcessorOptions): SpanExporter {
  const config = timeoutMs === undefined ? {} : { timeoutMillis: timeoutMs };
  const names = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const name = names.find((candidate) => given(env, candidate) !== undefined);
  const protocol = name === undefined ? 'http/protobuf' : given(env, name);
  if (protocol === 'grpc') {
    const { OTLPTraceExporter } = loadOfSdk('@opentelemetry/exporter-trace-otlp-grpc');
    return new OTLPTraceExporter(config);
  }
  if (protocol === 'http/json') {
    const { OTLPTraceExporter } = loadOfSdk('@opentelemetry/exporter-trace-otlp-http');
    return new OTLPTraceExporter(config);
  }
  if (protocol !== 'http/protobuf') {
    diag.warn(`taskmeter: ${name} is ${protocol}, which is unknown; using http/protobuf`);
  }
  const { OTLPTraceExporter } = loadOfSdk('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter(config);
}

function zipkinExporter(): SpanExporter {
  const { ZipkinExporter } = loadOfSdk('@opentelemetry/exporter-zipkin');
  return new ZipkinExporter();
}

/** How many spans may wait for an export. */
export function maxQueueSize(env: Env): number {
  return number(env, 'OTEL_BSP_MAX_QUEUE_SIZE', 1) ?? 2048;
}

/** A processor that sends what ends in batches, as `OTEL_BSP_*` say. */
export function batch(env: Env, exporter: SpanExporter, timeoutMs?: number): SpanProcessor {
  // The specification's defaults, but for threads, which may be ended at any moment with what they hold. Named, since SDK 2
  // would look into the environment for what is not, and find what was refused.
  const batching = {
    maxQueueSize: maxQueueSize(env),
    maxExportBatchSize: number(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 1) ?? 512,
    scheduledDelayMillis: number(env, 'OTEL_BSP_SCHEDULE_DELAY') ?? (isMainThread ? 5000 : 500),
    exportTimeoutMillis: timeoutMs ?? number(env, 'OTEL_BSP_EXPORT_TIMEOUT') ?? 30_000,
  };
  return traceParts().batched(exporter, batching);
}

function ratio(env: Env): number {
  const value = number(env, 'OTEL_TRACES_SAMPLER_ARG');
  if (value !== undefined && value <= 1) return value;
  diag.error('taskmeter: OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1; using 1');
  return 1;
}

/** A least value of 1 is for sizes: with 0 the batch processor never comes to an end, or keeps nothing. */
function number(env: Env, name: string, least = 0): number | undefined {
  const said = given(env, name);
  if (said === undefined) return undefined;
  const value = Number(said);
  if (value >= least) return value;
  diag.warn(`taskmeter: ${name} is ${said}, which is not a number ≥ ${least}; using the default`);
  return undefined;
}

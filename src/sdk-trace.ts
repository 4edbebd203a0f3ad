/**
 * What we make of the SDK's trace package, one way for both lines of the SDK. In 2 `sdk-node` hands it out, and the processors
 * take their arguments one by one; in 3 that is a package to load, and they take one object. (2.9 has both.)
 */
import type * as SdkTrace from '@opentelemetry/sdk-trace';
import { load, loadOfSdk, type Modules } from './load.ts';
import type { SpanExporter, SpanProcessor } from './sdk-types.ts';

/** Spans that may wait and that are sent at a time; milliseconds. */
export type Batching = Omit<SdkTrace.BatchSpanProcessorOptions, 'exporter'>;

type Classes =
  | 'AlwaysOffSampler'
  | 'AlwaysOnSampler'
  | 'ConsoleSpanExporter'
  | 'ParentBasedSampler'
  | 'TraceIdRatioBasedSampler';

export interface TraceParts extends Pick<typeof SdkTrace, Classes> {
  readonly batched: (exporter: SpanExporter, batching: Batching) => SpanProcessor;
  /** Exports each span at once. */
  readonly unbatched: (exporter: SpanExporter) => SpanProcessor;
}

/** The trace parts of the SDK that is installed. */
export function traceParts(): TraceParts {
  const { tracing }: Partial<Modules['@opentelemetry/sdk-node']> = load('@opentelemetry/sdk-node');
  if (tracing !== undefined) {
    return {
      ...tracing,
      batched: (exporter, batching) => new tracing.BatchSpanProcessor(exporter, batching),
      unbatched: (exporter) => new tracing.SimpleSpanProcessor(exporter),
    };
  }
  const trace = loadOfSdk('@opentelemetry/sdk-trace');
  return {
    ...trace,
    batched: (exporter, batching) => new trace.BatchSpanProcessor({ exporter, ...batching }),
    unbatched: (exporter) => new trace.SimpleSpanProcessor({ exporter }),
  };
}

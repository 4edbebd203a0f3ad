/**
 * What we make of the SDK's trace package, one way for both lines of the SDK. In 2 its processors take
 * their arguments one by one; in 3 it has another name, and they take one object. (2.9 has both.)
 */
import type * as SdkTrace from '@opentelemetry/sdk-trace';
import { requireFromHere } from '../here.ts';
import { loadOfSdk } from './load.ts';
import { fields, text } from '../narrow.ts';
import type { SpanExporter, SpanProcessor } from './types.ts';

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

/** The trace parts of the SDK that is installed, without the rest of it: a process that ends has no time for that. */
export function traceParts(): TraceParts {
  if (isSdk2()) {
    const tracing = loadOfSdk('@opentelemetry/sdk-trace-base');
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

/** By the version of `sdk-node`; that of SDK 3 does not show its manifest. What else lies about in the tree says nothing. */
function isSdk2(): boolean {
  try {
    return text(fields(requireFromHere('@opentelemetry/sdk-node/package.json'))['version'])?.startsWith('0.2') === true;
  } catch {
    return false;
  }
}

/** The SDK's types by way of `sdk-node`: the package they are declared in has another name in each line of the SDK. */
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';

export type Instrumentation = Exclude<NodeSDKConfiguration['instrumentations'][number], readonly unknown[]>;
export type Sampler = NodeSDKConfiguration['sampler'];
export type SpanExporter = NodeSDKConfiguration['traceExporter'];
export type SpanProcessor = NonNullable<NodeSDKConfiguration['spanProcessors']>[number];
export type ReadableSpan = Parameters<SpanProcessor['onEnd']>[0];

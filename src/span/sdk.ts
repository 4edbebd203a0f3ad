/**
 * What we use of the SDK's spans, told by shape: the SDK is the application's, of version 2 or 3, and never imported here.
 */
import type { Attributes, Context, HrTime, Span, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';

export interface EndedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  spanContext(): SpanContext;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly instrumentationScope: { readonly name: string };
}

export type SdkSpan = Span & EndedSpan;

/** The SDK's `SpanProcessor`, versions 2 and 3. */
export interface SdkSpanProcessor {
  onStart(span: SdkSpan, parentContext: Context): void;
  onEnding(span: SdkSpan): void;
  onEnd(span: EndedSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export function epochMs([seconds, nanos]: HrTime): number {
  return seconds * 1000 + nanos / 1e6;
}

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

/** Gives a span the attributes that `write` puts. Where it can, on the span's own, so that they stay one compact record: see `put.gen.ts`. */
export function writeOn(span: Span, write: (on: Attributes) => void): void {
  const own = ownAttributes(span);
  if (own !== undefined) return write(own);
  const attributes: Attributes = {};
  write(attributes);
  span.setAttributes(attributes);
}

/**
 * The attributes of a span as the SDK keeps them. Absent where asking the span would do more than that: where it records
 * nothing, has limits that somebody set, or is not the SDK's.
 */
function ownAttributes(span: Span): Attributes | undefined {
  const { attributes, _spanLimits: limits } = span as Partial<Insides>;
  if (attributes === undefined || limits === undefined || !span.isRecording()) return undefined;
  const { attributeCountLimit: count = Infinity, attributeValueLengthLimit: length = Infinity } = limits;
  return count >= COUNT_LIMIT && (length === Infinity || length <= 0) ? attributes : undefined;
}

/** The SDK's default, three times what a call has. */
const COUNT_LIMIT = 128;

/** In all of 2 and 3. */
interface Insides {
  readonly attributes: Attributes;
  readonly _spanLimits: { readonly attributeCountLimit?: number; readonly attributeValueLengthLimit?: number };
}

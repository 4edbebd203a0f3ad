/** Keeps what is counted out of the dice: calls and tasks are always exported, everything else is the user's decision. */
import {
  type Attributes,
  type Context,
  type Link,
  type Span,
  SpanKind,
  type SpanContext,
  trace,
  TraceFlags,
  type TraceState,
} from '@opentelemetry/api';
import { ATTR_GEN_AI_OPERATION_NAME, ATTR_TASKMETER_SAMPLED, ATTR_TASKMETER_TASK_ID } from './attributes.gen.ts';

/** The SDK's `Sampler`, versions 2 and 3. */
export interface SdkSampler {
  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    spanKind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult;
  toString(): string;
}

export interface SamplingResult {
  decision: 0 | 1 | 2;
  attributes?: Readonly<Attributes>;
  traceState?: TraceState;
}

/**
 * The user's sampler, wrapped. Spans of calls, tasks and outcomes are recorded and sampled, with `taskmeter.sampled=false`
 * where the user's sampler would have dropped them; local roots that may be tasks are at least recorded, so that their
 * end is seen. With `follow` the user's sampler decides everything.
 */
export function createSampler(inner: SdkSampler, mode: 'always' | 'follow' = 'always'): SdkSampler {
  if (mode === 'follow') return inner;
  return {
    shouldSample(context, traceId, spanName, spanKind, attributes, links) {
      const result = inner.shouldSample(asDecided(context), traceId, spanName, spanKind, attributes, links);
      if (isCounted(attributes)) {
        return result.decision === RECORD_AND_SAMPLED
          ? result
          : {
              ...result,
              decision: RECORD_AND_SAMPLED,
              attributes: { ...result.attributes, [ATTR_TASKMETER_SAMPLED]: false },
            };
      }
      return result.decision === NOT_RECORD && mayBeTask(context, spanKind) ? { ...result, decision: RECORD } : result;
    },
    toString: () => `taskmeter{${inner.toString()}}`,
  };
}

const NOT_RECORD = 0;
const RECORD = 1;
const RECORD_AND_SAMPLED = 2;

function isCounted(attributes: Attributes): boolean {
  return attributes[ATTR_GEN_AI_OPERATION_NAME] !== undefined || attributes[ATTR_TASKMETER_TASK_ID] !== undefined;
}

/** As the user's sampler would see it: below a span that only we export, the parent was dropped. */
function asDecided(context: Context): Context {
  const parent = trace.getSpan(context);
  if (parent === undefined || !isForced(parent)) return context;
  const dropped: SpanContext = { ...parent.spanContext(), traceFlags: TraceFlags.NONE };
  return trace.setSpanContext(context, dropped);
}

function isForced(span: Span): boolean {
  const { attributes } = span as { readonly attributes?: Attributes };
  return attributes?.[ATTR_TASKMETER_SAMPLED] === false;
}

/** The local roots that `task/implicit.ts` looks at. */
function mayBeTask(context: Context, kind: SpanKind): boolean {
  const parent = trace.getSpanContext(context);
  const hasParent = parent !== undefined && trace.isSpanContextValid(parent);
  if (kind === SpanKind.SERVER || kind === SpanKind.CONSUMER) return !hasParent || parent.isRemote === true;
  return kind === SpanKind.INTERNAL && !hasParent;
}

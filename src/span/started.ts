import { INVALID_SPAN_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { safely } from './safely.ts';

/** The span that `start` makes. A sampler or processor that throws costs the span: then it is one that does nothing. */
export function started(place: string, start: () => Span): Span {
  return safely(place, start) ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
}

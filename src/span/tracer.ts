import { trace, type Tracer } from '@opentelemetry/api';
import { VERSION } from '../version.ts';

/** Our scope in the tracer provider that is registered, whenever it is: without one, spans are no-ops. */
export function tracer(): Tracer {
  return trace.getTracer('taskmeter', VERSION);
}

/**
 * The same, asked anew for each span. A tracer that was taken before an SDK registered stays a no-op for ever where the SDK
 * has another copy of the API than we, as it has when one is loaded by `require` and the other by `import`.
 */
export const lateTracer: Pick<Tracer, 'startSpan'> = {
  startSpan: (...args) => tracer().startSpan(...args),
};

import { trace, type Tracer } from '@opentelemetry/api';
import { VERSION } from '../version.ts';

/** Our scope in the tracer provider that is registered, whenever it is: without one, spans are no-ops. */
export function tracer(): Tracer {
  return trace.getTracer('taskmeter', VERSION);
}

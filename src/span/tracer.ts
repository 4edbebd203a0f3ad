import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api';
import { VERSION } from '../version.ts';

/** The name of our instrumentation scope. */
export const SCOPE = 'taskmeter';

/** Our scope in the tracer provider that is registered, whenever it is: without one, spans are no-ops. */
export function tracer(): Tracer {
  const registered = trace.getTracerProvider();
  const provider: TracerProvider = 'getDelegate' in registered ? (registered as Proxied).getDelegate() : registered;
  if (last?.provider !== provider) last = { provider, tracer: provider.getTracer(SCOPE, VERSION) };
  return last.tracer;
}

/** The API's stand-in for a provider, of whatever copy of the API. */
interface Proxied {
  getDelegate(): TracerProvider;
}

/** The provider that was last asked for a tracer, and its answer. */
let last: { readonly provider: TracerProvider; readonly tracer: Tracer } | undefined;

/**
 * The same, asked anew for each span. A tracer that was taken before an SDK registered stays a no-op for ever where the SDK
 * has another copy of the API than we, as it has when one is loaded by `require` and the other by `import`.
 */
export const lateTracer: Pick<Tracer, 'startSpan'> = {
  startSpan: (...args) => tracer().startSpan(...args),
};

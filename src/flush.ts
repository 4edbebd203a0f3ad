import { ProxyTracerProvider, trace } from '@opentelemetry/api';

/**
 * Resolves when every span that has ended is with the exporters, whoever set up the SDK; at once without one. For code that
 * knows of an end no handler can see: a function that is frozen after it returns, a test.
 *
 * Rejects when an exporter does.
 */
export async function flush(): Promise<void> {
  const provider = trace.getTracerProvider();
  const real: object = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  if ('forceFlush' in real && typeof real.forceFlush === 'function') await real.forceFlush();
}

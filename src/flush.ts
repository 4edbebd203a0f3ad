import { type ProxyTracerProvider, trace } from '@opentelemetry/api';

/**
 * Resolves when every span that has ended is with the exporters, whoever set up the SDK; at once without one. For code that
 * knows of an end no handler can see: a function that is frozen after it returns, a test.
 *
 * Rejects when an exporter does.
 */
export async function flush(): Promise<void> {
  const proxy = trace.getTracerProvider();
  // By shape: the one that is registered may come from another copy of the API.
  const provider: object = 'getDelegate' in proxy ? (proxy as ProxyTracerProvider).getDelegate() : proxy;
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') await provider.forceFlush();
}

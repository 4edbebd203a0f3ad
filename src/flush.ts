import { registeredProvider } from './tracer-provider.ts';

/**
 * Resolves when every span that has ended is with the exporters, whoever set up the SDK; at once without one. For code that
 * knows of an end no handler can see: a function that is frozen after it returns, a test.
 *
 * Rejects when an exporter does.
 */
export async function flush(): Promise<void> {
  const provider = registeredProvider() ?? {};
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') await provider.forceFlush();
}

/** Beside an SDK of the application's: calls and tasks are observed, and their spans are what that SDK makes of them. */
import { diag } from '@opentelemetry/api';
import type { Config } from '../config.ts';
import { showOurWarnings } from '../warnings.ts';
import { endOnExit } from '../exit/end-on-exit.ts';
import { type HttpObservers, httpInstrumentations } from './http.ts';
import { assemble } from '../instrumentation.ts';
import type { SpanProcessor } from './types.ts';
import { addProcessor, hasProcessor, registeredProvider } from './tracer-provider.ts';

/** For a process in which a tracer provider has been registered before us. Its HTTP instrumentations are its own business. */
export function joinSdk(config: Config): void {
  const parts = assemble(config);
  const { instrumentation, processor, endEverything } = parts;
  showOurWarnings(process.env);
  instrumentation.enable();
  if (config.http === true) httpInstrumentations(parts);
  addTo(registeredProvider() ?? {}, processor);
  if (config.console) endOnExit(endEverything);
}

/** For a tracer provider that is registered after ours and in its place. */
export function handOver(provider: object, processor: SpanProcessor, http: HttpObservers | undefined): void {
  showOurWarnings(process.env);
  const isMadeWithOurs = hasProcessor(provider, processor);
  const isJoined = addTo(provider, processor);
  http?.standBack(isJoined ? 'shared' : 'theirs');
  if (!isJoined || isMadeWithOurs) return;
  diag.warn(
    "taskmeter: the application's own OpenTelemetry SDK takes over from taskmeter/register: spans go to its exporters alone, as its " +
      'sampler says; for calls and tasks to be kept, and exported by OTEL_TRACES_EXPORTER too, make it new NodeSDK({ ...taskmeter() })',
  );
}

/** Puts our processor into a provider that others have made. False where that cannot be, and what is missing then is said. */
export function addTo(provider: object, processor: SpanProcessor): boolean {
  if (addProcessor(provider, processor)) return true;
  diag.warn(
    `taskmeter: ${provider.constructor.name} is registered with OpenTelemetry and takes no span processor: calls and task() are ` +
      'spans where it sends them, and requests become tasks only in a collector that those reach; leave it unregistered, if ' +
      'it can do without, and taskmeter/register exports beside it',
  );
  return false;
}

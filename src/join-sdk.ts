/** Beside an SDK of the application's: calls and tasks are observed, and their spans are what that SDK makes of them. */
import { diag } from '@opentelemetry/api';
import type { Config } from './config.ts';
import { showOurWarnings } from './diagnostics.ts';
import { endOnExit } from './exit/end-on-exit.ts';
import { httpInstrumentations } from './http.ts';
import { assemble } from './instrumentation.ts';
import type { SpanProcessor } from './sdk-types.ts';
import { addProcessor, registeredProvider } from './tracer-provider.ts';

/** For a process in which a tracer provider has been registered before us. Its HTTP instrumentations are its own business. */
export function joinSdk(config: Config): void {
  const { instrumentation, processor, isInsideCall, endEverything } = assemble(config);
  showOurWarnings(process.env);
  instrumentation.enable();
  if (config.http === true) httpInstrumentations(isInsideCall);
  addTo(registeredProvider() ?? {}, processor);
  if (config.console) endOnExit(endEverything);
}

/** Puts our processor into a provider that others have made, and says what is missing where that cannot be. */
export function addTo(provider: object, processor: SpanProcessor): void {
  if (addProcessor(provider, processor)) return;
  diag.warn(
    `taskmeter: ${provider.constructor.name} takes no span processor: calls and task() are spans where it sends them, requests ` +
      'become tasks only in a collector that gets its spans',
  );
}

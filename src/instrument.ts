/** `instrument()`: for programs that are bundled, where no file of a client library is loaded that could be seen. */
import { diag } from '@opentelemetry/api';
import { readConfig } from './config.ts';
import { clientObserver, type ObserveClient } from './copies.ts';
import { showOurWarnings } from './warnings.ts';
import { isSdkDisabled } from './env.ts';
import { assemble } from './instrumentation.ts';
import { addTo, joinSdk } from './sdk/join.ts';
import { providers } from './providers/all.ts';
import { registeredProvider } from './sdk/tracer-provider.ts';

/**
 * Observes the calls of this client, and of every other that is made of the same classes; once is enough, again changes
 * nothing. Gives the same client back: `const openai = instrument(new OpenAI())`.
 *
 * Where neither `taskmeter/register` nor `taskmeter()` has run, the calls are observed as the environment says, and their spans go
 * to the SDK that the application sets up. Throws nothing: what is no client that taskmeter knows is left alone, with a warning.
 */
export function instrument<Client>(client: Client): Client {
  try {
    const observe = clientObserver() ?? startObserving();
    if (observe !== undefined) take(client, observe);
  } catch (error) {
    warn(`instrument() cannot observe: ${error instanceof Error ? error.message : String(error)}`);
  }
  return client;
}

function take(client: unknown, observe: ObserveClient): void {
  const known = observe(client);
  if (known?.supported === true) return;
  const supported = providers().map(({ module, versions }) => `${module} ${versions}`);
  const what = known === undefined ? 'what is no client it knows' : `a client of ${known.module} ${known.version}`;
  warn(`instrument() was given ${what}, and its calls are not observed; it takes instances of ${supported.join(', ')}`);
}

/** `undefined` where nothing is to be observed. */
function startObserving(): ObserveClient | undefined {
  const config = readConfig(process.env);
  if (config.disabled || isSdkDisabled(process.env)) return undefined;
  if (registeredProvider() === undefined) {
    const { instrumentation, processor } = assemble(config);
    instrumentation.enable();
    // Clients are often made while modules load, and the SDK is started after.
    setImmediate(() => {
      const provider = registeredProvider();
      if (provider !== undefined) addTo(provider, processor);
      else {
        warn(
          'instrument() observes calls, and there is nobody to take their spans: start with --import taskmeter/register, or ' +
            'new NodeSDK({ ...taskmeter() }).start()',
        );
      }
    }).unref();
  } else {
    joinSdk(config);
  }
  return clientObserver();
}

const said = new Set<string>();

function warn(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  showOurWarnings(process.env);
  diag.warn(`taskmeter: ${message}`);
}

import type { LlmCall } from '../../src/call.ts';
import { type Installation, type InstallOptions, installHooks } from '../../src/patch/install.ts';
import { providers } from '../../src/providers/all.ts';
import type { Hosts } from '../../src/providers/hosts.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { loadSdk, type Sdk } from '../transparency/sdks.ts';

export interface Observed extends AsyncDisposable {
  readonly sdk: Sdk;
  readonly provider: FakeProvider;
  readonly installation: Installation;
  /** Every call that has ended. */
  readonly calls: LlmCall[];
  /** Resolves when so many calls have ended. */
  ended(count: number): Promise<void>;
}

interface Options extends InstallOptions {
  /** Who is taken to serve at the provider's URL. */
  readonly hosts?: (url: string) => Hosts;
}

/** A client library whose calls are observed, and a provider for it to call, until disposed of. */
export async function observe(alias: string, { hosts, ...options }: Options = {}): Promise<Observed> {
  process.env['ANTHROPIC_OPEN_TELEMETRY'] = 'false';
  const provider = await startFakeProvider();
  const calls: LlmCall[] = [];
  let changed = Promise.withResolvers<void>();
  const end = (call: LlmCall): void => {
    calls.push(call);
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const installation = installHooks(
    providers(hosts?.(provider.url)),
    { aside: (fn) => fn(), begin: () => ({ run: (fn) => fn(), end }) },
    options,
  );
  return {
    sdk: await loadSdk(alias, 'cjs'),
    provider,
    installation,
    calls,
    async ended(count) {
      while (calls.length < count) await changed.promise;
    },
    async [Symbol.asyncDispose]() {
      installation.endOpenCalls();
      installation.disable();
      await provider.close();
    },
  };
}

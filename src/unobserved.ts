/** What is done about requests to models that no observed call makes: they are counted, and each host is named once. */
import { diag } from '@opentelemetry/api';
import { meterUnobserved } from './metrics/meter.ts';
import type { LoadedPackage } from './patch/modules.ts';
import { isInference, type WatchOptions } from './patch/sent-requests.ts';
import { type Hosts, isProviderHost } from './providers/hosts.ts';
import type { Provider } from './providers/provider.ts';
import { isUntraced } from './sdk/suppress-tracing.ts';

/** Tells the hosts, with their port when they have one, that serve models: those we know, and the user's own. */
export function modelHosts(hosts: Hosts): (host: string) => boolean {
  return (host) => {
    const { hostname } = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : { hostname: host };
    return Object.hasOwn(hosts, host) || Object.hasOwn(hosts, hostname) || isProviderHost(hostname);
  };
}

/**
 * Tells the addresses that are a third party's: whatever a known provider serves, and of a host that the user has named the models
 * alone, since other things may be served there that belong to the trace.
 */
export function providerAddresses(isModelHost: (host: string) => boolean): (url: string) => boolean {
  return (url) => {
    if (!URL.canParse(url)) return false;
    const { host, hostname, origin, pathname } = new URL(url);
    return isProviderHost(hostname) || (isModelHost(host) && isInference(origin + pathname));
  };
}

export interface UnobservedOptions {
  readonly isModelHost: (host: string) => boolean;
  readonly providers: readonly Provider[];
  /** Inside a call that a client library traces by itself. */
  readonly isInsideNativeCall: () => boolean;
  /** Packages of client libraries that have been loaded by now. */
  readonly packages: () => readonly LoadedPackage[];
}

export function watchUnobserved({
  isModelHost,
  providers,
  isInsideNativeCall,
  packages,
}: UnobservedOptions): WatchOptions {
  const warned = new Set<string>();
  return {
    isModelHost,
    isAccountedFor: () => isUntraced() || isInsideNativeCall(),
    unobserved(host) {
      meterUnobserved(host);
      if (warned.has(host) || warned.size >= MAX_WARNED) return;
      warned.add(host);
      diag.warn(
        // The page last: a line of the log is cut where it gets long.
        `taskmeter: a request to a model at ${host} is not observed: its cost is in no total; ` +
          `${advice(packages(), providers)}; see node_modules/taskmeter/docs/blind-spots.md`,
      );
    },
  };
}

/** One warning for each host; an application that asks more of them has been told. */
const MAX_WARNED = 20;

function advice(packages: readonly LoadedPackage[], providers: readonly Provider[]): string {
  const unsupported = packages.filter(({ supported }) => !supported);
  if (unsupported.length > 0) {
    const found = unsupported.map(({ module, version }) => {
      const range = providers.find((provider) => provider.module === module)?.versions;
      return `${module} ${version} is loaded, and ${range} is supported`;
    });
    return found.join('; ');
  }
  const modules = providers.map(({ module }) => module).join(', ');
  return `use a client library that is observed (${modules}), in a bundled program with instrument(client)`;
}

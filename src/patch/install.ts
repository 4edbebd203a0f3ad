import type { CallObserver } from '../call.ts';
import type { Provider } from '../providers/provider.ts';
import { type KnownClient, observeClient } from './clients.ts';
import { guardFailures } from './guard.ts';
import { createHooks } from './hooks.ts';
import { watchLoading } from './loading.ts';
import { type LoadedPackage, observeModules } from './modules.ts';
import { endOpenOps } from './op.ts';
import { createPatches } from './replace.ts';
import { rescueLinked } from './rescue.ts';
import { keepTaskOffRequests } from './third-parties.ts';
import { type WatchOptions, watchRequests } from './sent-requests.ts';
import type { UsagePolicy } from './usage-option.ts';

export interface InstallOptions {
  /** Whom to ask for the usage of chat streams that did not ask for it. Default `auto`: OpenAI's and Azure's own hosts. */
  readonly streamUsage?: UsagePolicy | undefined;
  /** After how long a stream that is not read ends its call as `unread`, in milliseconds. Default 10 minutes. */
  readonly streamIdleMs?: number | undefined;
  /** Whether an address is a provider's, who is told nothing of tasks. None is when absent. */
  readonly isProviderAddress?: ((url: string) => boolean) | undefined;
  /** Who wants to know of requests that no observed call makes. */
  readonly watch?: WatchOptions | undefined;
}

/** What is observed, and what failed in observing it. */
export interface InstallReport {
  readonly packages: readonly LoadedPackage[];
  /** Faults of our own by the site in a user's call where they were caught; empty when all is well. */
  readonly failures: ReadonlyMap<string, number>;
}

export interface Installation {
  /** Ends the calls that are still open, by what is known of them. For the end of a process, before the last flush. */
  endOpenCalls(): void;
  /** Observes the calls of a client whose files are not seen, because they are in a bundle. */
  observeClient(client: unknown): KnownClient | undefined;
  report(): InstallReport;
  /** Puts every patched method back. Calls under way are still observed to their end. */
  disable(): void;
}

/**
 * Observes the calls of every client library in `providers`, loaded before or after, by `require` or by `import`, and
 * reports them to `observer`. Never throws into a user's call; once a process.
 */
export function installHooks(
  providers: readonly Provider[],
  observer: CallObserver,
  { streamUsage = 'auto', streamIdleMs = 600_000, isProviderAddress = () => false, watch }: InstallOptions = {},
): Installation {
  const patches = createPatches();
  const hooks = createHooks({ observer, streamUsage, idleMs: streamIdleMs, isProviderAddress }, patches);
  const modules = observeModules(providers, hooks);
  const stopLoading = watchLoading(modules);
  const stopRequests = watch === undefined ? undefined : watchRequests(watch);
  const stopTelling = keepTaskOffRequests(isProviderAddress);
  rescueLinked(providers, modules);
  return {
    endOpenCalls: endOpenOps,
    observeClient: (client) => observeClient(client, providers, hooks),
    report: () => ({ packages: modules.packages(), failures: guardFailures() }),
    disable() {
      stopLoading();
      stopRequests?.();
      stopTelling();
      patches.undo();
    },
  };
}

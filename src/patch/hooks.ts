import type { CallObserver } from '../call.ts';
import type { Hooks } from '../providers/provider.ts';
import { observeGlobalFetch } from './global-fetch.ts';
import { apiPromiseMethods } from './api-promise-method.ts';
import { promiseMethods } from './promise-method.ts';
import { observeSending } from './recording.ts';
import type { Patches } from './replace.ts';
import { keepTaskFromProviders, keepTaskHome } from './third-parties.ts';
import type { UsagePolicy } from './usage-option.ts';

/** What observing calls needs to know, whatever the client library. */
export interface Observing {
  readonly observer: CallObserver;
  readonly streamUsage: UsagePolicy;
  /** How long a stream may lie unread, in milliseconds, before its call is taken to be over. */
  readonly idleMs: number;
  /** Whether an address is a provider's. */
  readonly isProviderAddress: (url: string) => boolean;
}

/** The ways in that providers may ask for, one for each kind of client library. */
export function createHooks(observing: Observing, patches: Patches): Hooks {
  const globalFetch = observeGlobalFetch(
    patches,
    keepTaskFromProviders(observing.observer, observing.isProviderAddress),
  );
  return {
    apiPromiseMethod: apiPromiseMethods(observing, patches),
    promiseMethod: promiseMethods(observing, patches, globalFetch),
    sendingMethod: (holder, name) => patches.method(holder, name, observeSending),
    tracedMethod: (holder, name) => patches.method(holder, name, keepTaskHome(observing.observer)),
  };
}

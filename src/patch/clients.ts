import { isObject } from '../narrow.ts';
import type { Hooks, Provider } from '../providers/provider.ts';
import { guard } from './guard.ts';
import { inRange } from './range.ts';

/** What a client turned out to be. */
export interface KnownClient {
  /** The npm package that it is of: `openai`. */
  readonly module: string;
  /** As the client says itself; `''` when it does not. */
  readonly version: string;
  /** False when the version is outside the provider's range, and its calls are not observed. */
  readonly supported: boolean;
}

/**
 * Observes the calls of a client, and of every other that is made of the same classes: where these stand in a bundle no file
 * of theirs is ever seen. Again for the same classes it does nothing. `undefined` for what is no client of any provider.
 */
export function observeClient(client: unknown, providers: readonly Provider[], hooks: Hooks): KnownClient | undefined {
  return guard('module.loaded', () => {
    if (!isObject(client)) return undefined;
    for (const provider of providers) {
      const version = provider.versionOf(client);
      if (version === undefined) continue;
      const supported = version === '' || inRange(version, provider.versions);
      if (supported) for (const target of provider.targets) target.patchClient?.(client, hooks);
      return { module: provider.module, version, supported };
    }
    return undefined;
  });
}

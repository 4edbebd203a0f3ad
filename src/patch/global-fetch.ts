import type { Op } from './op.ts';
import { observeSharedSending } from './recording.ts';
import { type AnyFunction, isFunction, type Patches, type Wrap } from './replace.ts';

/** The process's own `fetch`, for libraries that look it up when they send. */
export interface GlobalFetch {
  /** Sees to it that what stands in its place by now, a mock or another library's, is seen through until the call has ended. */
  follow(op: Op): void;
}

/**
 * Records the requests that calls make by `globalThis.fetch`. Whoever replaces it after us takes our recorder out of the
 * way, and may never call it; so while calls that look it up are open, a stand-in for theirs is there in its place, which is theirs in
 * everything but identity, and is gone when the last of these calls has ended. `outside` sees what is sent in no call.
 */
export function observeGlobalFetch(patches: Patches, outside: Wrap): GlobalFetch {
  patches.method(globalThis, 'fetch', (fetch) => outside(observeSharedSending(fetch)));
  const ours: unknown = globalThis.fetch;
  let followed = 0;
  let lent: { readonly standIn: AnyFunction; readonly theirs: PropertyDescriptor } | undefined;

  const giveBack = (): void => {
    followed--;
    if (followed > 0 || lent === undefined) return;
    if (fetchNow()?.value === lent.standIn) Object.defineProperty(globalThis, 'fetch', lent.theirs);
    lent = undefined;
  };

  return {
    follow(op) {
      followed++;
      op.afterwards = giveBack;
      const theirs = fetchNow();
      const fetch: unknown = theirs?.value;
      if (theirs?.configurable !== true || !isFunction(fetch) || fetch === ours || fetch === lent?.standIn) return;
      const observed = observeSharedSending(fetch);
      const standIn = new Proxy(fetch, { apply: (_, self, args) => observed.apply(self, args) });
      Object.defineProperty(globalThis, 'fetch', { ...theirs, value: standIn });
      lent = { standIn, theirs };
    },
  };
}

function fetchNow(): PropertyDescriptor | undefined {
  return Object.getOwnPropertyDescriptor(globalThis, 'fetch');
}

/**
 * Two copies of this package in one process (two versions, or the same one installed twice) must not observe a call twice,
 * and a task opened through one must be found by the other. The first copy that instruments is the one for all.
 *
 * The key names the version of this contract, not of the package: copies that speak the same contract share.
 */
const KEY: unique symbol = Symbol.for('taskmeter.copy.1') as never;

/** What a copy offers to the others. */
export interface Copy<Api> {
  /** Version of the package, for messages. */
  readonly version: string;
  readonly api: Api;
}

/** Makes `copy` the one of this process, unless there is one; returns the one there is. */
export function claim<Api>(copy: Copy<Api>): Copy<Api> {
  const there = current<Api>();
  if (there !== undefined) return there;
  Object.defineProperty(globalThis, KEY, { value: copy, enumerable: false, writable: false, configurable: true });
  return copy;
}

/** The copy that instruments this process; undefined while none does. */
export function current<Api>(): Copy<Api> | undefined {
  return (globalThis as { readonly [KEY]?: Copy<Api> })[KEY];
}

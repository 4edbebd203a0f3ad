/**
 * Two copies of this package in one process (two versions, or the same one installed twice, or one in a bundle) must not observe
 * a call twice. The first that instruments does it for all; tasks are shared (`task/state.ts`), so it does not matter whose
 * `task()` is called.
 */
import type { KnownClient } from './patch/clients.ts';

/** Takes a client into what is observed; tells what it is, `undefined` for what is no client. */
export type ObserveClient = (client: unknown) => KnownClient | undefined;

const key: unique symbol = Symbol.for('taskmeter.instruments.1');
const clients: unique symbol = Symbol.for('taskmeter.clients.1');
const process = globalThis as { [key]?: string; [clients]?: ObserveClient };
let isMine = false;

/** Version of the copy that instruments this process, this one or another; absent when none does. */
export function observingCopy(): string | undefined {
  return process[key];
}

/** How the copy that instruments this process takes a client; absent when none instruments. */
export function clientObserver(): ObserveClient | undefined {
  return process[clients];
}

/** Makes this copy the one that instruments. False when another one is. */
export function claimProcess(version: string, observeClient: ObserveClient): boolean {
  if (observingCopy() !== undefined) return isMine;
  process[key] = version;
  process[clients] = observeClient;
  isMine = true;
  return true;
}

/**
 * Two copies of this package in one process (two versions, or the same one installed twice) must not observe a call twice.
 * The first that instruments does it for all; tasks are shared (`task/state.ts`), so it does not matter whose `task()` is called.
 */
const key: unique symbol = Symbol.for('taskmeter.instruments.1');
const process = globalThis as { [key]?: string };
let isMine = false;

/** Version of the copy that instruments this process, this one or another; absent when none does. */
export function observingCopy(): string | undefined {
  return process[key];
}

/** Makes this copy the one that instruments. False when another one is. */
export function claimProcess(version: string): boolean {
  if (observingCopy() !== undefined) return isMine;
  process[key] = version;
  isMine = true;
  return true;
}

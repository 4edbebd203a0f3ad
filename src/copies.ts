/**
 * Two copies of this package in one process (two versions, or the same one installed twice) must not observe a call twice.
 * The first that instruments does it for all; tasks are shared (`task/state.ts`), so it does not matter whose `task()` is called.
 */
const key: unique symbol = Symbol.for('taskmeter.instruments.1');
const process = globalThis as { [key]?: string };
let isMine = false;

/** Makes this copy the one that instruments, unless another one does: then the version of that one is returned. */
export function claimProcess(version: string): string | undefined {
  if (isMine) return undefined;
  const other = process[key];
  if (other !== undefined) return other;
  process[key] = version;
  isMine = true;
  return undefined;
}

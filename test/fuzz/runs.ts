import type { Parameters } from 'fast-check';

/**
 * How long to look for what nobody thought of: a property's `share` of `TASKMETER_FUZZ_SECONDS`, a few hundred tries without it. A
 * finding is printed with its seed and in its smallest form; it then becomes one of the `examples`, which are always tried.
 */
export function runs<T>(share: number, examples: T[] = []): Parameters<T> {
  const seconds = Number(process.env['TASKMETER_FUZZ_SECONDS'] ?? 0) * share;
  return seconds > 0
    ? { examples, numRuns: 1e9, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false }
    : { examples, numRuns: 400 };
}

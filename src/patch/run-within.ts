import type { CallObserver } from '../call.ts';
import { guard } from './guard.ts';

/** Runs the user's `fn` within `around`: exactly once, whatever `around` does. Its value and its throw pass through. */
export function runWithin<T>(around: (run: () => void) => void, fn: () => T): T {
  let outcome: { value: T } | { thrown: unknown } | undefined;
  const run = (): void => {
    try {
      outcome = { value: fn() };
    } catch (thrown) {
      outcome = { thrown };
    }
  };
  guard('call.run', () => around(run));
  if (outcome === undefined) run();
  return unwrap(outcome);
}

/** Runs a call that its client traces by itself. */
export function runAside<T>(observer: CallObserver, fn: () => T): T {
  return runWithin((run) => observer.aside(run), fn);
}

function unwrap<T>(outcome: { value: T } | { thrown: unknown } | undefined): T {
  if (outcome !== undefined && 'value' in outcome) return outcome.value;
  throw outcome?.thrown;
}

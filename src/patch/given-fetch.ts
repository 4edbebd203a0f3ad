import { guard } from './guard.ts';
import { currentOp } from './op.ts';
import { observeSending } from './recording.ts';
import { isFunction, type Wrap } from './replace.ts';

/**
 * For a method of a library's HTTP client that is handed the user's `fetch` with each request: what is passed on within a
 * call records what it sends. The user's own function and options stay as they are.
 */
export const observeGivenFetch: Wrap = (original) =>
  function (...args) {
    const op = currentOp();
    const passed = guard('attempt.lend', () =>
      op === undefined ? args : args.map((each) => (isFunction(each) ? observeSending(each) : each)),
    );
    return original.apply(this, passed ?? args);
  };

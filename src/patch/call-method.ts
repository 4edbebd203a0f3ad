import type { CallObserver } from '../call.ts';
import type { Hooks, Method } from '../providers/provider.ts';
import { guard } from './guard.ts';
import type { Op } from './op.ts';
import type { Patches } from './replace.ts';
import { runAside } from './run-within.ts';

/** What sets one kind of method apart from another. */
export interface Kind {
  /** The call that begins here; `undefined` where none does. A fault is guarded. */
  readonly begin: (method: Method, args: readonly unknown[], self: unknown) => Op | undefined;
  /** Observes what the method has given, and gives what the user gets. Never throws. */
  readonly handOut: (op: Op, given: unknown) => unknown;
}

/** Observes methods of which each call is one to a model: it calls through first, and a throw of the library's is the user's. */
export function callMethods(
  observer: CallObserver,
  patches: Patches,
  { begin, handOut }: Kind,
): Hooks['apiPromiseMethod' | 'promiseMethod'] {
  return (holder, name, method) => {
    patches.method(holder, name, (original) => {
      return function (...args) {
        if (guard('method.begin', () => method.tracesItself?.(this)) === true) {
          return runAside(observer, () => original.apply(this, args));
        }
        const op = guard('method.begin', () => begin(method, args, this));
        if (op === undefined) return original.apply(this, args);
        let given: unknown;
        try {
          given = op.run(() => original.apply(this, args));
        } catch (thrown) {
          guard('response.failed', () => op.fail(thrown));
          throw thrown;
        }
        return handOut(op, given);
      };
    });
  };
}

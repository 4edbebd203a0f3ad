import { isObject, type Fields } from '../narrow.ts';
import type { Hooks, Method, Target } from './provider.ts';

/** Which of the ways in a class's methods need. */
export type MethodKind = 'apiPromiseMethod' | 'promiseMethod';

/**
 * A file that exports a class under `name`, whose methods are calls. Where an older or newer release has no such class or
 * method there is nothing to observe.
 */
export function classFile(
  kind: MethodKind,
  place: Pick<Target, 'file' | 'within'>,
  name: string,
  methods: Readonly<Record<string, Method>>,
): Target {
  return {
    ...place,
    patch(exports, hooks: Hooks) {
      const prototype = prototypeOf(exports[name]);
      if (prototype === undefined) return;
      for (const [key, method] of Object.entries(methods)) {
        if (typeof prototype[key] === 'function') hooks[kind](prototype, key, method);
      }
    },
  };
}

function prototypeOf(exported: unknown): Fields | undefined {
  if (typeof exported !== 'function') return undefined;
  const prototype: unknown = exported.prototype;
  return isObject(prototype) ? prototype : undefined;
}

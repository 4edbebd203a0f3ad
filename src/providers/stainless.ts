import { isObject, type Fields } from '../narrow.ts';
import type { Method, Target } from './provider.ts';

/**
 * A file of a client that the Stainless generator made: it exports the class of a resource under `name`, whose methods
 * return an `APIPromise`. Where an older or newer release has no such class or method there is nothing to observe.
 */
export function resourceFile(file: string, name: string, methods: Readonly<Record<string, Method>>): Target {
  return {
    file,
    patch(exports, hooks) {
      const prototype = prototypeOf(exports[name]);
      if (prototype === undefined) return;
      for (const [key, method] of Object.entries(methods)) {
        if (typeof prototype[key] === 'function') hooks.apiPromiseMethod(prototype, key, method);
      }
    },
  };
}

function prototypeOf(exported: unknown): Fields | undefined {
  if (typeof exported !== 'function') return undefined;
  const prototype: unknown = exported.prototype;
  return isObject(prototype) ? prototype : undefined;
}

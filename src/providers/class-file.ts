import { fields, isObject } from '../narrow.ts';
import type { Hooks, Method, Target } from './provider.ts';

/** Which of the ways in a class's methods need. */
export type MethodKind = 'apiPromiseMethod' | 'promiseMethod';

/** Where the class is. */
export interface ClassPlace extends Pick<Target, 'file' | 'within'> {
  /** The property of a client that holds an instance of it: `chat.completions`. Absent where none does. */
  readonly at?: string | undefined;
}

/**
 * A file that exports a class under `name`, whose methods are calls. Where an older or newer release has no such class or
 * method there is nothing to observe.
 */
export function classFile(
  kind: MethodKind,
  { at, ...file }: ClassPlace,
  name: string,
  methods: Readonly<Record<string, Method>>,
): Target {
  const observe = (prototype: unknown, hooks: Hooks): void => {
    if (!isObject(prototype)) return;
    for (const [key, method] of Object.entries(methods)) {
      if (typeof prototype[key] === 'function') hooks[kind](prototype, key, method);
    }
  };
  return {
    ...file,
    patch(exports, hooks) {
      const exported = exports[name];
      if (typeof exported === 'function') observe(exported.prototype, hooks);
    },
    patchClient(client, hooks) {
      const instance = at === undefined ? undefined : partOf(client, at);
      if (isObject(instance)) observe(Object.getPrototypeOf(instance), hooks);
    },
  };
}

/** A part of a client by its path: `chat.completions`. */
export function partOf(client: object, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => fields(part)[key], client);
}

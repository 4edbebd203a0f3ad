import { isObject } from '../narrow.ts';

/** Any function of the outside world, as what it is called with and returns: unknown. */
export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Makes of a method the one that stands in its place. */
export type Wrap = (original: AnyFunction) => AnyFunction;

/** Puts a method back as it was. When somebody wrapped ours since, ours stays in place and only calls through. */
export type Undo = () => void;

/** All that one installation has replaced. */
export interface Patches {
  /** Replaces `holder[name]`, once however often it is asked. */
  method(holder: object, name: PropertyKey, wrap: Wrap): void;
  undo(): void;
}

export function createPatches(): Patches {
  const done = new WeakMap<object, Set<PropertyKey>>();
  const undos: Undo[] = [];
  return {
    method(holder, name, wrap) {
      const names = done.get(holder) ?? new Set();
      if (names.has(name)) return;
      done.set(holder, names.add(name));
      undos.push(replaceMethod(holder, name, wrap));
    },
    undo() {
      for (const undo of undos.splice(0)) undo();
    },
  };
}

/**
 * Replaces `holder[name]` by what `wrap` builds around the original. The replacement has the original's name, length and
 * property descriptor, so that only identity could tell them apart. Does nothing when there is no such method, or when
 * the holder would not have it replaced.
 */
export function replaceMethod(holder: object, name: PropertyKey, wrap: Wrap): Undo {
  const found = Object.getOwnPropertyDescriptor(holder, name);
  const original: unknown = found?.value;
  if (found === undefined || !isFunction(original) || !(found.configurable || found.writable)) return () => {};
  const ours = wrap(original);
  let active = true;
  // A method, since methods of classes have no `prototype` property either.
  const replacement = {
    method(this: unknown, ...args: unknown[]): unknown {
      return (active ? ours : original).apply(this, args);
    },
  }['method'];
  Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original));
  Object.defineProperty(holder, name, { ...found, value: replacement });
  return () => {
    active = false;
    if (Object.getOwnPropertyDescriptor(holder, name)?.value === replacement)
      Object.defineProperty(holder, name, found);
  };
}

/** Gives one object its own version of a method that it has, or inherits. */
export function shadowMethod(target: object, name: PropertyKey, wrap: Wrap): void {
  const inherited: unknown = Reflect.get(target, name);
  if (!isFunction(inherited)) return;
  if (!Object.hasOwn(target, name)) {
    Object.defineProperty(target, name, { value: inherited, writable: true, configurable: true, enumerable: false });
  }
  replaceMethod(target, name, wrap);
}

/** The furthest ancestor of `instance` that defines `name` itself: the library's own class, below any user's subclass. */
export function baseHolder(instance: object, name: string): object | undefined {
  let holder: object | undefined;
  for (let proto: unknown = Object.getPrototypeOf(instance); isObject(proto); proto = Object.getPrototypeOf(proto)) {
    if (Object.hasOwn(proto, name)) holder = proto;
  }
  return holder;
}

/** The same action, taken for the first instance of each class and not again. */
export function firstOfClass(act: (instance: object) => void): (instance: object) => void {
  const done = new WeakSet<object>();
  return (instance) => {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (!isObject(prototype) || done.has(prototype)) return;
    done.add(prototype);
    act(instance);
  };
}

export function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

/** What is told when a value that a function returned has come to its end. */
export interface Settled {
  returned(): void;
  threw(error: unknown): void;
  /** It is a thenable, and until somebody calls its `then` nothing will be told. */
  unclaimed(): void;
  /** Somebody did. */
  claimed(): void;
}

/**
 * Tells when `value` settles, and gives it back for the caller. A value is itself; a native promise becomes one that
 * settles alike, so that a rejection nobody handles stays one; any other thenable is the same object, whose `then` is
 * observed when the caller calls it and never called by us: calling it is what sends a lazy request or query.
 */
export function onSettled<T>(value: T, settled: Settled): T {
  if (!isThenable(value)) {
    settled.returned();
    return value;
  }
  if (value instanceof Promise && value.constructor === Promise) {
    return observed(value, settled) as T;
  }
  if (observeThen(value, settled)) settled.unclaimed();
  else settled.returned();
  return value;
}

function observed(promise: Promise<unknown>, settled: Settled): Promise<unknown> {
  return promise.then(
    (result) => {
      settled.returned();
      return result;
    },
    (error: unknown) => {
      settled.threw(error);
      throw error;
    },
  );
}

interface Thenable {
  then: (this: unknown, onReturn?: unknown, onThrow?: unknown) => unknown;
}

function isThenable(value: unknown): value is Thenable {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/** False when the object takes no property. */
function observeThen(thenable: Thenable, settled: Settled): boolean {
  const original = thenable.then;
  // oxlint-disable-next-line unicorn/no-thenable -- it is one already
  return Reflect.defineProperty(thenable, 'then', {
    configurable: true,
    writable: true,
    enumerable: false,
    value(this: unknown, onReturn?: unknown, onThrow?: unknown): unknown {
      settled.claimed();
      return original.call(
        this,
        (result: unknown): unknown => {
          settled.returned();
          return typeof onReturn === 'function' ? (onReturn(result) as unknown) : result;
        },
        (error: unknown): unknown => {
          settled.threw(error);
          if (typeof onThrow === 'function') return onThrow(error) as unknown;
          throw error;
        },
      );
    },
  });
}

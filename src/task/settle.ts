/** What is told when a value that a function returned has come to its end. */
export interface Settled {
  returned(): void;
  threw(error: unknown): void;
  /** Nothing will be told until somebody awaits or iterates it. */
  unclaimed(): void;
  /** Somebody does. */
  claimed(): void;
  /** Runs a step that was put off until now where the function ran. */
  enter<T>(step: () => T): T;
}

/** Runs `fn` where it belongs, and tells when what it gave has come to its end. Its value and its throw are the caller's. */
export function runSettling<T>(settled: Settled, fn: () => T): T {
  let value: T;
  try {
    value = settled.enter(fn);
  } catch (error) {
    settled.threw(error);
    throw error;
  }
  return onSettled(value, settled);
}

/**
 * Tells when `value` settles, and gives it back for the caller. A value is itself. A native promise becomes one that
 * settles alike, so that a rejection nobody handles stays one. Any other thenable, and an async generator, is the same
 * object, observed when the caller awaits or iterates it and never by us: that is what sends a lazy request or query.
 */
function onSettled<T>(value: T, settled: Settled): T {
  if (isNativePromise(value)) return observed(value, settled) as T;
  const isObserved = isAsyncGenerator(value)
    ? observeSteps(value, settled)
    : isThenable(value) && observeThen(value, settled);
  if (isObserved) settled.unclaimed();
  else settled.returned();
  return value;
}

function observed<T>(promise: Promise<T>, settled: Settled): Promise<T> {
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

/** False when the object takes no property. */
function observeThen(thenable: Thenable, settled: Settled): boolean {
  const original = thenable.then;
  // oxlint-disable-next-line unicorn/no-thenable -- it is one already
  return define(thenable, 'then', function then(this: unknown, onReturn?: unknown, onThrow?: unknown): unknown {
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
  });
}

/** The body of a generator runs piece by piece, each where `next` is called: outside the function that made it. */
function observeSteps(generator: Steps, settled: Settled): boolean {
  const observedStep = (original: Step): Step =>
    async function step(...args) {
      settled.claimed();
      try {
        const result = await settled.enter(() => original.apply(generator, args));
        if (result.done === true) settled.returned();
        return result;
      } catch (error) {
        settled.threw(error);
        throw error;
      }
    };
  return stepNames.every((name) => define(generator, name, observedStep(generator[name])));
}

const stepNames = ['next', 'return', 'throw'] as const;

type Step = (this: unknown, ...args: unknown[]) => Promise<IteratorResult<unknown>>;

type Steps = Readonly<Record<(typeof stepNames)[number], Step>>;

interface Thenable {
  then: (this: unknown, onReturn?: unknown, onThrow?: unknown) => unknown;
}

function isNativePromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise && value.constructor === Promise;
}

function isThenable(value: unknown): value is Thenable {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

function isAsyncGenerator(value: unknown): value is Steps {
  return Object.prototype.toString.call(value) === '[object AsyncGenerator]';
}

function define(target: object, name: string, value: unknown): boolean {
  return Reflect.defineProperty(target, name, { configurable: true, writable: true, enumerable: false, value });
}

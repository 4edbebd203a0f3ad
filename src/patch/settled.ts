/**
 * The same outcome, seen on its way: the promise that stands in for `result` settles as it does, with the same value or
 * the same error. It takes the place of `result` in the chain rather than hanging beside it: a second reaction would mark
 * a rejection as handled, and would cost the error its `at async` frames. Something that is no promise passes at once.
 */
export function settled(result: unknown, ok: (value: unknown) => void, failed: (thrown: unknown) => void): unknown {
  const pass = (value: unknown): unknown => {
    ok(value);
    return value;
  };
  return exchanged(result, pass, failed);
}

/** The same, where `ok` says what is handed out in the value's place. */
export function exchanged(
  result: unknown,
  ok: (value: unknown) => unknown,
  failed: (thrown: unknown) => void,
): unknown {
  if (!isThenable(result)) return ok(result);
  return (result instanceof Promise ? result : Promise.resolve(result)).then(ok, (thrown: unknown) => {
    failed(thrown);
    throw thrown;
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

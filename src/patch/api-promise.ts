import { fields, isObject } from '../narrow.ts';
import { guard } from './guard.ts';
import type { Op } from './op.ts';
import { type AnyFunction, baseHolder, firstOfClass, isFunction, type Patches, type Wrap } from './replace.ts';
import { settled } from './settled.ts';
import { observeStream } from './stream.ts';
import { tie, tiedOp } from './tie.ts';

/** Watches the promises of Stainless clients. */
export interface ApiPromises {
  /** Ties what a patched method returned to its call. The promise itself is not touched, so it stays the SDK's own. */
  attach(op: Op, promise: unknown): void;
}

/**
 * An `APIPromise` sends its request at once but reads the response only when it is first awaited, and its helpers build on
 * `then`, `withResponse`, `asResponse` and `_thenUnwrap`. Calling any of these ourselves would read the body in the user's
 * place, so the taps are in the prototype's `parse`, `asResponse` and `_thenUnwrap`, and see what the user's own use of
 * the promise brings through them. A call is found by its `responsePromise`,
 * which derived promises share, or by what that comes to.
 */
export function observeApiPromises(patches: Patches, idleMs: number): ApiPromises {
  const opOf = (promise: unknown): Op | undefined => tiedOp(fields(promise)['responsePromise']);

  const receive = (op: Op, data: unknown): void => {
    if (op.received) return;
    op.received = true;
    if (op.request.stream === true && isObject(data) && Symbol.asyncIterator in data) {
      observeStream(op, data, idleMs);
      return;
    }
    const response = guard('response.read', () => op.method.response(data, op.request)) ?? {};
    op.reader = { complete: true, response: () => response };
    op.end('done');
  };

  const parse: Wrap = (original) =>
    function (...args) {
      const op = guard('response.parse', () => opOf(this));
      if (op === undefined) return original.apply(this, args);
      if (op.claim === 'none') op.claim = 'parsed';
      return settled(
        op.sendsFromParse ? op.run(() => original.apply(this, args)) : original.apply(this, args),
        (data) => guard('response.parse', () => receive(op, data)),
        (thrown) => guard('response.failed', () => op.fail(thrown)),
      );
    };

  const asResponse: Wrap = (original) =>
    function (...args) {
      guard('response.raw', () => opOf(this)?.takeRaw());
      return original.apply(this, args);
    };

  /** The data as it came, before a helper makes of it what it wants: a refusal to parse must not cost the usage. */
  const thenUnwrap: Wrap = (original) =>
    function (transform, ...args) {
      const op = guard('response.transform', () => opOf(this));
      if (op === undefined || !isFunction(transform)) return original.call(this, transform, ...args);
      const observed: AnyFunction = function (data, ...rest) {
        guard('response.transform', () => receive(op, data));
        return transform.call(this, data, ...rest);
      };
      const derived = original.call(this, observed, ...args);
      guard('response.transform', () => isObject(derived) && op.hold(derived));
      return derived;
    };

  /** Threads (anthropic 1) take what the request came to, and parse it as a promise of their own. */
  const responseProps: Wrap = (original) =>
    function (...args) {
      guard('response.parse', () => {
        const op = opOf(this);
        if (op?.claim === 'none') op.claim = 'parsed';
      });
      return original.apply(this, args);
    };
  const parseResponseTraced: Wrap = (original) =>
    function (props, ...args) {
      const op = guard('response.parse', () => tiedOp(props));
      if (op === undefined) return original.call(this, props, ...args);
      return settled(
        op.run(() => original.call(this, props, ...args)),
        (data) => guard('response.parse', () => receive(op, data)),
        (thrown) => guard('response.failed', () => op.fail(thrown)),
      );
    };

  const observeClass = firstOfClass((promise) => {
    const prototype = baseHolder(promise, 'parse');
    if (prototype === undefined) return;
    patches.method(prototype, 'parse', parse);
    patches.method(prototype, 'asResponse', asResponse);
    patches.method(prototype, '_thenUnwrap', thenUnwrap);
    patches.method(prototype, '_responseProps', responseProps);
    patches.method(prototype, 'parseResponseTraced', parseResponseTraced);
  });

  return {
    attach(op, promise) {
      if (!isObject(promise)) return;
      op.hold(promise);
      const { responsePromise } = fields(promise);
      if (!isObject(responsePromise)) return;
      tie(responsePromise, op);
      observeClass(promise);
      // openai 7 gives each promise its own, which passes the prototype's by: a nameless function, as ours is.
      const { _thenUnwrap: own } = fields(promise);
      if (Object.hasOwn(promise, '_thenUnwrap') && isFunction(own)) {
        op.sendsFromParse = true;
        Reflect.set(promise, '_thenUnwrap', thenUnwrap(own));
      }
    },
  };
}

import { fields, isObject } from '../narrow.ts';
import type { Hooks, Method } from '../providers/provider.ts';
import { callMethods } from './call-method.ts';
import { observeGivenFetch } from './given-fetch.ts';
import type { GlobalFetch } from './global-fetch.ts';
import { guard } from './guard.ts';
import type { Observing } from './hooks.ts';
import { currentOp, Op } from './op.ts';
import { baseHolder, isFunction, type Patches } from './replace.ts';
import { observedReadable } from './readable-stream.ts';
import { exchanged } from './settled.ts';
import { observeGenerator, observeStream } from './stream.ts';

/**
 * The way in for methods that return an ordinary promise: of the response, or of a stream of its chunks, which is an async
 * generator, a `ReadableStream` or something else that can be iterated. The library sends and reads whether or not anybody
 * awaits it, so every call comes to an end by itself.
 *
 * Called within a call of the same object, such a method asks for a part of that call: a library that puts one answer together
 * from several requests does so by its own methods. Then it is that call's, attempts and all.
 */
export function promiseMethods(
  { observer, idleMs }: Observing,
  patches: Patches,
  globalFetch: GlobalFetch,
): Hooks['promiseMethod'] {
  const callAround = (self: unknown): Op | undefined => {
    const around = currentOp();
    return around?.owner === self ? around : undefined;
  };

  const begin = (method: Method, args: readonly unknown[], self: unknown): Op | undefined => {
    const around = callAround(self);
    if (around !== undefined) {
      around.continues = around.attempts.length > 0 && method.continues?.(args) === true;
      return undefined;
    }
    const request = method.request(args, self);
    if (request === undefined) return undefined;
    const sender = method.sender?.(self);
    const holder = sender === undefined ? undefined : baseHolder(sender.client, sender.method);
    if (sender !== undefined && holder !== undefined) patches.method(holder, sender.method, observeGivenFetch);
    const op = new Op(method, request, observer);
    op.owner = self;
    globalFetch.follow(op);
    const signal = method.signal?.(args);
    if (method.signal !== undefined) op.isCutOff = () => fields(signal)['aborted'] === true;
    return op;
  };

  /** Sees what the call has come to, and says what is handed out in its place. */
  const receive = (op: Op, value: unknown): unknown => {
    op.answered = true;
    op.received = true;
    if (op.request.stream === true && isObject(value)) {
      if (value instanceof ReadableStream) return observedReadable(op, value, idleMs);
      if (isFunction(value['next'])) observeGenerator(op, value, idleMs);
      else if (Symbol.asyncIterator in value) observeStream(op, value, idleMs);
      return value;
    }
    const response = guard('response.read', () => op.method.response(value, op.request)) ?? {};
    op.reader = { complete: true, response: () => response };
    op.end('done');
    return value;
  };

  return callMethods(observer, patches, {
    begin,
    handOut: (op, result) =>
      exchanged(
        result,
        (value) => guard('response.parse', () => receive(op, value)) ?? value,
        (thrown) => guard('response.failed', () => op.fail(thrown)),
      ),
  });
}

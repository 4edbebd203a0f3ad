import { isObject } from '../narrow.ts';
import { guard } from './guard.ts';
import { currentOp, type Op } from './op.ts';
import { observeSending, recorded, startRound } from './recording.ts';
import { type AnyFunction, isFunction, type Undo, type Wrap } from './replace.ts';

/**
 * Records the physical requests of a call where a Stainless client makes them. `fetchWithTimeout` is called once for each
 * round of the client's retry loop, in the context of the call it belongs to, and reads `this.fetch` before it first
 * yields; so for that moment `this.fetch` is one that records. That holds for node-fetch, a custom or mocked fetch,
 * middleware that sends twice, clients made before us, and pools that dequeue in another call's context, and it leaves
 * no trace on the client.
 *
 * A client that reaches the network past `this.fetch` (openai 7 with X.509 identity) is counted by the round itself.
 */
export const observeFetchWithTimeout: Wrap = (original) =>
  function (...args) {
    const op = currentOp();
    const round = op === undefined ? undefined : guard('attempt.start', () => startRound(op, args));
    if (op === undefined || round === undefined) return original.apply(this, args);
    return recorded(round, () => {
      const restore = guard('attempt.lend', () => lendFetch(op, this));
      try {
        return original.apply(this, args);
      } finally {
        restore?.();
      }
    });
  };

/** Gives the client a fetch that records; to be undone before anybody else can look at it. */
function lendFetch(op: Op, client: unknown): Undo | undefined {
  const own = isObject(client) ? Object.getOwnPropertyDescriptor(client, 'fetch') : undefined;
  const fetch: unknown = own?.value;
  if (!isObject(client) || own?.writable !== true || !isFunction(fetch)) return undefined;
  Reflect.set(client, 'fetch', askForUsage(op, observeSending(fetch)));
  return () => Reflect.set(client, 'fetch', fetch);
}

function askForUsage(op: Op, fetch: AnyFunction): AnyFunction {
  return function (...args) {
    const sent = guard('usage.ask', () => (op.url === String(args[0]) ? op.usageOption?.added(op, args) : undefined));
    return fetch.apply(this, sent ?? args);
  };
}

/**
 * What goes to a provider besides calls: lists of models, files, requests by hand. None of it is observed, but it may be sent
 * within a task, and whoever instruments HTTP puts the baggage of that context on it. A provider is to learn of no task.
 */
import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { CallObserver } from '../call.ts';
import { text } from '../narrow.ts';
import { guard } from './guard.ts';
import { currentOp } from './op.ts';
import type { Undo, Wrap } from './replace.ts';
import { runAside } from './run-within.ts';
import { urlOf } from './url-of.ts';

/** For a method that sends to a provider, whatever it is called for. */
export function keepTaskHome(observer: CallObserver): Wrap {
  return (send) =>
    function (...args) {
      return isWithinCall() ? send.apply(this, args) : runAside(observer, () => send.apply(this, args));
    };
}

/** For a `fetch`, which sends to anybody. */
export function keepTaskFromProviders(observer: CallObserver, isProviderAddress: (url: string) => boolean): Wrap {
  return (fetch) => {
    const fetchAside = keepTaskHome(observer)(fetch);
    return function (...args) {
      const isThirdParty = !isWithinCall() && guard('request.sent', () => isProviderAddress(urlOf(args[0]))) === true;
      return (isThirdParty ? fetchAside : fetch).apply(this, args);
    };
  };
}

/**
 * For requests of `node:http(s)`: instrumentations stand around its functions in any order, and all of them have done their work
 * when the request is made. Node 20 tells nobody of that moment.
 */
export function keepTaskOffRequests(isProviderAddress: (url: string) => boolean): Undo {
  const listener: ChannelListener = (message) => guard('request.sent', () => created(message, isProviderAddress));
  subscribe(CREATED, listener);
  return () => void unsubscribe(CREATED, listener);
}

const CREATED = 'http.client.request.created';

function created(message: unknown, isProviderAddress: (url: string) => boolean): void {
  // By Node's documentation of the channel.
  const { request } = message as { readonly request: ClientRequest };
  const baggage = text(request.getHeader('baggage'));
  if (baggage?.includes(TASK) !== true) return;
  if (!isProviderAddress(`${request.protocol}//${String(request.getHeader('host') ?? request.host)}${request.path}`))
    return;
  const others = baggage.split(',').filter((member) => !member.trimStart().startsWith(TASK));
  if (others.length === 0) request.removeHeader('baggage');
  else request.setHeader('baggage', others.join(','));
}

/** What the names of our members of baggage begin with. */
const TASK = 'taskmeter.';

/** Where the task has been taken out of the context already. */
function isWithinCall(): boolean {
  return currentOp()?.ended === false;
}

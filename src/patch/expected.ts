/**
 * The requests that observed calls are about to send. Whose a request on the wire is cannot be told by its context, since a
 * pool with a limit on connections sends what has waited in the context of another; but each announced request accounts for
 * one on the wire, to the same address.
 */
import type { Attempt } from '../call.ts';
import { addressOf } from './endpoints.ts';

const waiting = new Map<string, Set<Attempt>>();
const addresses = new WeakMap<Attempt, string>();

/** Announces the request of an attempt, before it is sent. */
export function expectRequest(attempt: Attempt, url: string): void {
  const address = addressOf(url);
  if (address === undefined) return;
  addresses.set(attempt, address);
  const attempts = waiting.get(address);
  if (attempts === undefined) waiting.set(address, new Set([attempt]));
  else attempts.add(attempt);
}

/** The attempt has come to its end: if its request was never seen it was never sent, as by a mock. */
export function expectNoMore(attempt: Attempt): void {
  const address = addresses.get(attempt);
  if (address !== undefined) remove(address, attempt);
}

/** Whether a request on the wire was announced; each announcement holds for one. */
export function takeExpected(address: string): boolean {
  const [attempt] = waiting.get(address) ?? [];
  if (attempt === undefined) return false;
  remove(address, attempt);
  return true;
}

function remove(address: string, attempt: Attempt): void {
  const attempts = waiting.get(address);
  attempts?.delete(attempt);
  if (attempts?.size === 0) waiting.delete(address);
}

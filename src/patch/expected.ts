/**
 * The requests that observed calls are about to send. Whose a request on the wire is cannot be told by its context, since a
 * pool with a limit on connections sends what has waited in the context of another; but each announced request accounts for
 * one on the wire, to the same address.
 */
const waiting = new Map<string, Set<Expected>>();

/** One announced request. */
export interface Expected {
  readonly address: string;
}

/** Announces a request to an address, before it is sent. */
export function expectRequest(address: string): Expected {
  const expected: Expected = { address };
  const others = waiting.get(address);
  if (others === undefined) waiting.set(address, new Set([expected]));
  else others.add(expected);
  return expected;
}

/** The request has come to its end: if it was never seen it was never sent, as by a mock. */
export function expectNoMore(expected: Expected): void {
  const others = waiting.get(expected.address);
  others?.delete(expected);
  // Of the few addresses that an application sends to again and again the sets are kept.
  if (others?.size === 0 && waiting.size > MAX_KEPT) waiting.delete(expected.address);
}

const MAX_KEPT = 100;

/** Whether a request on the wire was announced; each announcement holds for one. */
export function takeExpected(address: string): boolean {
  const [expected] = waiting.get(address) ?? [];
  if (expected === undefined) return false;
  expectNoMore(expected);
  return true;
}

import { guard } from './guard.ts';
import type { Op } from './op.ts';

interface Held {
  readonly op: Op;
  readonly end: (op: Op) => void;
}

const registry = new FinalizationRegistry<Held>(({ op, end }) => guard('response.unclaimed', () => end(op)));

/**
 * Calls `end` some time after the user has let go of `target`: a response that nobody reads has no other end. Neither the
 * op nor `end` may lead to `target`; a closure made where `target` is in scope does.
 */
export function whenCollected(target: object, op: Op, end: (op: Op) => void): void {
  if (op.ended) return;
  op.isWatched = true;
  registry.register(target, { op, end }, op);
}

/** Watches nothing of this call any more: what is watched survives every minor collection, which a call that ended must not. */
export function forgetCollected(op: Op): void {
  registry.unregister(op);
}

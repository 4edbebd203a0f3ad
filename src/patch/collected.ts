import { guard } from './guard.ts';

const registry = new FinalizationRegistry<() => void>((then) => guard('response.unclaimed', then));

/**
 * Calls `then`, which must not refer to `target`, some time after the user has let go of it: a response that nobody reads
 * has no other end.
 */
export function whenCollected(target: object, then: () => void): void {
  registry.register(target, then);
}

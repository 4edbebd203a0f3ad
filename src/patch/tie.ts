import { isObject } from '../narrow.ts';
import type { Op } from './op.ts';

/**
 * The call that one of a library's inner objects belongs to. Not by a WeakMap: a minor collection keeps all that an old one
 * leads to, so each call's span, promises and body would be copied twice and left to the major one.
 */
const OP = Symbol('taskmeter.op');

interface Tied {
  readonly [OP]?: Op;
}

/** Ties `target`, which no user gets to see, to its call. Does nothing when it takes no property. */
export function tie(target: unknown, op: Op): void {
  if (isObject(target)) Reflect.defineProperty(target, OP, { value: op, configurable: true });
}

export function tiedOp(target: unknown): Op | undefined {
  return isObject(target) ? (target as Tied)[OP] : undefined;
}

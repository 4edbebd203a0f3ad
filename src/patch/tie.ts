import { isObject } from '../narrow.ts';
import type { Op } from './op.ts';

/**
 * The call that one of a library's inner objects belongs to, as a private field of that object: nobody else can see it, and no
 * property costs less. Not by a WeakMap: a minor collection keeps all that an old one leads to, so each call's span,
 * promises and body would be copied twice and left to the major one.
 */
class Tied extends (Given as unknown as new (target: object) => object) {
  #op: Op;

  constructor(target: object, op: Op) {
    super(target);
    this.#op = op;
  }

  static tie(target: object, op: Op): void {
    if (#op in target) target.#op = op;
    else void new Tied(target, op);
  }

  static opOf(target: object): Op | undefined {
    return #op in target ? target.#op : undefined;
  }
}

/** A constructor that makes nothing new: what is derived from it gives its fields to the object that it is called with. */
function Given(target: object): object {
  return target;
}

/** Ties `target`, which no user gets to see, to its call. */
export function tie(target: unknown, op: Op): void {
  if (isObject(target)) Tied.tie(target, op);
}

export function tiedOp(target: unknown): Op | undefined {
  return isObject(target) ? Tied.opOf(target) : undefined;
}

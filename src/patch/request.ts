import { isObject } from '../narrow.ts';
import { guard } from './guard.ts';
import { currentOp, type Op } from './op.ts';
import type { Wrap } from './replace.ts';
import { settled } from './settled.ts';

/**
 * Sees the outcome of a Stainless client's whole retry loop, `makeRequest`, which starts when the user calls the method and
 * not when they await: it tells of the failure of a call that nobody awaits, and of the headers of one whose body is read
 * raw. The loop calls itself for each retry; the first call of an op is the loop's own. What it comes to leads back to the
 * call through `ops`.
 */
export function observeMakeRequest(ops: WeakMap<object, Op>): Wrap {
  return (original) =>
    function (...args) {
      const op = guard('request.started', () => begin(currentOp()));
      if (op === undefined) return original.apply(this, args);
      return settled(
        original.apply(this, args),
        (props) => guard('request.answered', () => accept(op, props)),
        (thrown) => guard('request.failed', () => op.fail(thrown)),
      );
    };

  function accept(op: Op, props: unknown): void {
    if (isObject(props)) ops.set(props, op);
    op.accept();
  }
}

function begin(op: Op | undefined): Op | undefined {
  if (op === undefined || op.requested) return undefined;
  op.requested = true;
  return op;
}

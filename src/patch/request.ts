import { guard } from './guard.ts';
import { currentOp, type Op } from './op.ts';
import type { Wrap } from './replace.ts';
import { settled } from './settled.ts';
import { tie } from './tie.ts';

/**
 * Sees the outcome of a Stainless client's whole retry loop, `makeRequest`, which starts when the user calls the method and
 * not when they await: it tells of the failure of a call that nobody awaits, and of the headers of one whose body is read
 * raw. The loop calls itself for each retry; the first call of an op is the loop's own. What it comes to is tied to the call.
 */
export const observeMakeRequest: Wrap = (original) =>
  function (...args) {
    const op = guard('request.started', () => begin(currentOp()));
    if (op === undefined) return original.apply(this, args);
    return settled(
      original.apply(this, args),
      (props) =>
        guard('request.answered', () => {
          tie(props, op);
          op.accept();
        }),
      (thrown) => guard('request.failed', () => op.fail(thrown)),
    );
  };

function begin(op: Op | undefined): Op | undefined {
  if (op === undefined || op.requested) return undefined;
  op.requested = true;
  return op;
}

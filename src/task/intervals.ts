/** The length of a union of intervals, added one by one in any order. Units are the caller's; integers stay exact. */
export interface IntervalUnion {
  /** Adds `[start, end)`; one that ends before it starts counts as empty. */
  add(start: number, end: number): void;
  /** Total length covered so far. */
  length(): number;
}

/**
 * Keeps at most `limit` disjoint intervals. Beyond that the oldest is closed: its length stays in the sum, and time before
 * its end counts no more. So memory is bounded, and the result exact unless an interval arrives more than `limit`
 * gaps late.
 */
export function createIntervalUnion(limit = 512): IntervalUnion {
  const open: Interval[] = [];
  let closed = 0;
  let floor = -Infinity;

  return {
    add(from, to) {
      let start = Math.max(from, floor);
      let end = to;
      if (end <= start) return;
      // Calls end roughly in order, so the place is found from the back.
      let last = open.length;
      while (last > 0 && at(open, last - 1).start > end) last -= 1;
      let first = last;
      while (first > 0 && at(open, first - 1).end >= start) first -= 1;
      if (first < last) {
        start = Math.min(start, at(open, first).start);
        end = Math.max(end, at(open, last - 1).end);
      }
      open.splice(first, last - first, { start, end });
      if (open.length > limit) {
        const oldest = open.shift();
        if (oldest !== undefined) {
          closed += oldest.end - oldest.start;
          floor = oldest.end;
        }
      }
    },
    length: () => open.reduce((sum, { start, end }) => sum + (end - start), closed),
  };
}

interface Interval {
  readonly start: number;
  readonly end: number;
}

function at(intervals: readonly Interval[], index: number): Interval {
  const interval = intervals[index];
  if (interval === undefined) throw new RangeError(`no interval ${index}`);
  return interval;
}

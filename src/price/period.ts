import type { Field } from './fields.ts';

/** A stretch of time in which something of a price file is in force: `from` ≤ t < `to`, epoch milliseconds. */
export interface Period {
  /** −∞ when always … */
  readonly from: number;
  /** … ∞ when there is no end. */
  readonly to: number;
}

/** Reads `from` and `to`, each of which may be absent. Throws PriceFileError. */
export function readPeriod(from: Field, to: Field): Period {
  const period = {
    from: from.isAbsent ? -Infinity : from.instant(),
    to: to.isAbsent ? Infinity : to.instant(),
  };
  return period.from < period.to ? period : to.fail('must be later than from');
}

export function contains({ from, to }: Period, at: number): boolean {
  return from <= at && at < to;
}

export function overlap(a: Period, b: Period): boolean {
  return a.from < b.to && b.from < a.to;
}

/** `@2025-06-10`, as it ends a price id; empty when always. */
export function sinceText({ from }: Period): string {
  if (from === -Infinity) return '';
  return `@${new Date(from).toISOString().replace(/T00:00:00\.000Z$|\.000(?=Z$)/, '')}`;
}

/**
 * Whether a version lies in a range as providers write it: comparators that must all hold, `>=4.0.0 <8`.
 * A pre-release counts as the release it leads to: who tries one out wants it observed.
 */
export function inRange(version: string, range: string): boolean {
  const found = parts(version);
  return found !== undefined && range.split(/\s+/).every((comparator) => holds(found, comparator));
}

function holds(version: readonly number[], comparator: string): boolean {
  const [, operator, bound] = /^(>=|<)(.+)$/.exec(comparator) ?? [];
  const limit = bound === undefined ? undefined : parts(bound);
  if (limit === undefined) throw new TypeError(`not a version range: ${comparator}`);
  return operator === '<' ? compare(version, limit) < 0 : compare(version, limit) >= 0;
}

function parts(version: string): readonly number[] | undefined {
  const match = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(version);
  return match?.slice(1, 4).map((part: string | undefined) => Number(part ?? 0));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

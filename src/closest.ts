/** ` (did you mean …?)` for the candidate that is one slip of the finger away from `word`; empty when none is. */
export function closest(word: string, candidates: readonly string[]): string {
  const found = candidates.find((candidate) => isOneEditAway(word.toLowerCase(), candidate.toLowerCase()));
  return found === undefined ? '' : ` (did you mean ${found}?)`;
}

/** One letter inserted, left out, replaced, or two neighbours swapped; or only upper and lower case differ. */
function isOneEditAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

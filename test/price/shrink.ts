const MAX_STEPS = 300;

/**
 * A smaller form of a JSON value that still `fails`, found by leaving out members and lowering numbers, one at a time for as
 * long as anything helps; not the smallest there is, where that would take long.
 */
export function smaller<T>(value: T, fails: (value: T) => boolean): T {
  let smallest = value;
  let steps = 0;
  for (let found = true; found;) {
    found = false;
    for (const each of simplifications(smallest)) {
      if ((steps += 1) > MAX_STEPS) return smallest;
      if (!fails(each as T)) continue;
      smallest = each as T;
      found = true;
      break;
    }
  }
  return smallest;
}

function* simplifications(value: unknown): Generator {
  if (typeof value === 'number' && value > 1) yield* [0, 1, Math.floor(value / 1000)];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const { [key]: _, ...without } = value as Readonly<Record<string, unknown>>;
    yield without;
    for (const each of simplifications(member)) yield { ...value, [key]: each };
  }
}

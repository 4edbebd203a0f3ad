/**
 * The smallest form of a JSON value that still `fails`, found by leaving out members and by lowering numbers, one at a
 * time for as long as anything helps.
 */
export function smallest<T>(value: T, fails: (value: T) => boolean): T {
  for (const smaller of simplifications(value)) if (fails(smaller as T)) return smallest(smaller as T, fails);
  return value;
}

function* simplifications(value: unknown): Generator {
  if (typeof value === 'number' && value > 0) yield* [0, 1, Math.floor(value / 2), value - 1].filter((n) => n < value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const { [key]: _, ...without } = value as Readonly<Record<string, unknown>>;
    yield without;
    for (const smaller of simplifications(member)) yield { ...value, [key]: smaller };
  }
}

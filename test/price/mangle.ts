import type { Random } from './random.ts';

/**
 * A JSON value like this one, with a few things wrong in it: members left out, moved or in another's place, counts that are
 * none. What `spare` has is put in now and then.
 */
export function mangled(value: unknown, spare: readonly unknown[], random: Random): unknown {
  let result = value;
  for (let times = random.int(4); times >= 0; times -= 1) result = once(result, spare, random);
  return result;
}

const ODD: readonly unknown[] = [
  -1,
  0,
  1,
  0.5,
  1e-7,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  1e300,
  '12',
  '',
  'a cent',
  null,
  true,
  [],
  {},
  [{}],
];

function once(value: unknown, spare: readonly unknown[], random: Random): unknown {
  if (typeof value !== 'object' || value === null) return random.pick(ODD);
  const keys = Object.keys(value);
  if (keys.length === 0) return random.pick(spare);
  const key = random.pick(keys);
  const { [key]: member, ...others } = value as Readonly<Record<string, unknown>>;
  const changed = (): Readonly<Record<string, unknown>> => {
    switch (random.int(6)) {
      case 0:
        return others;
      case 1:
        return { ...others, [random.pick(keys)]: member };
      case 2:
        return { ...value, [key]: random.pick(ODD) };
      case 3:
        return { ...value, ...(random.pick(spare) as object) };
      default:
        return { ...value, [key]: once(member, spare, random) };
    }
  };
  return Array.isArray(value) ? Object.values(changed()) : changed();
}

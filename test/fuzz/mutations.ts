import * as fc from 'fast-check';

/** Values that are most often no good where they stand. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    [[]],
    {},
    { usd: '1' },
    { usd: '1', per: 0 },
    { gt: 1 },
    { __proto__: null },
  ),
  fc.constantFrom(
    '',
    ' ',
    '0',
    '1',
    '-1',
    '0.5',
    '1e3',
    '0x10',
    'NaN',
    '9'.repeat(70),
    `0.${'1'.repeat(13)}`,
    '999999999999',
  ),
  fc.constantFrom('standard', 'OpenAI', '2026-02-30', '2026-01-01', '__proto__', 'constructor', '\u0000', '💶', 'İ'),
  fc.constantFrom(0, -1, 0.5, 1, 2 ** 53, 2 ** 63, 1e308, Infinity, -Infinity, NaN),
  fc.integer(),
  fc.double(),
  fc.string({ maxLength: 8 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One change of a value: where (any number), what, and with what. */
interface Mutation {
  readonly where: number;
  readonly what: 'replace' | 'remove' | 'rename' | 'repeat';
  readonly by: unknown;
}

/** A JSON value that was sound, after a few changes somewhere in it. */
export function mutated(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  const mutation: fc.Arbitrary<Mutation> = fc.record({
    where: fc.nat(),
    what: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'repeat'),
    by: junk,
  });
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation, { maxLength: 4 }))
    .map(([seed, mutations]) => mutations.reduce<unknown>(mutate, structuredClone(seed)));
}

/** Text that was sound, after a few pieces were cut out, put in or said twice. */
export function mutatedText(seeds: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(
      '\n',
      ' ',
      '\t',
      '- ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '#',
      '&a ',
      '*a',
      '!!float ',
      '<<: *a',
      '|',
      '0',
      '\r\n',
      '\uFEFF',
      '...',
      '---',
    ),
    fc.string({ maxLength: 6 }),
  );
  const cut = fc.record({ at: fc.nat(), length: fc.nat(12), by: fc.oneof(piece, fc.constant('')) });
  return fc.tuple(fc.constantFrom(...seeds), fc.array(cut, { maxLength: 4 })).map(([seed, cuts]) =>
    cuts.reduce((text, { at, length, by }) => {
      const begin = at % (text.length + 1);
      return text.slice(0, begin) + by + text.slice(begin + length);
    }, seed),
  );
}

function mutate(value: unknown, { where, what, by: shared }: Mutation): unknown {
  // What a later change would alter must not be in the next value, too.
  const by: unknown = structuredClone(shared);
  const places = [...placesIn(value)];
  const place = places[where % (places.length + 1)];
  if (place === undefined) return what === 'replace' ? by : value;
  const { parent, key } = place;
  if (Array.isArray(parent)) {
    if (what === 'remove') parent.splice(Number(key), 1);
    else if (what === 'repeat') parent.push(structuredClone(parent[Number(key)]));
    else parent[Number(key)] = by;
    return value;
  }
  const of = parent as Record<string, unknown>;
  if (what === 'replace') of[key] = by;
  else {
    if (what === 'rename') of[typeof by === 'string' ? by : `${key}s`] = of[key];
    if (what !== 'repeat') delete of[key];
  }
  return value;
}

function* placesIn(value: unknown): Generator<{ readonly parent: object; readonly key: string }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    yield { parent: value, key };
    yield* placesIn(member);
  }
}

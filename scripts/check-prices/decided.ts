import type { Decisions } from '../import-prices/decisions.ts';
import { priceId, type PriceFile } from './files.ts';

/**
 * What is disputed, or has moved far, and nobody has decided about; and decisions about what is no more, which would excuse the next
 * mistake.
 */
export function undecided(
  files: readonly PriceFile[],
  jumps: readonly string[],
  { reasons, excluded, disputed, moved, disagreements }: Decisions,
): readonly string[] {
  const known = new Set(Object.keys(reasons));
  const used = [...excluded, ...disputed, ...moved, ...disagreements].flatMap(({ reason }) => reason ?? []);
  const disputedRows = files.flatMap(({ content: { provider, rows } }) =>
    rows
      .filter(({ confidence }) => confidence === 'disputed')
      .map((row) => ({ id: priceId(provider, row), row, provider })),
  );
  // A row written by the import has its decision among the disagreements, by one of its names.
  const chosen = new Set(disagreements.filter(({ choice }) => choice !== null).map(({ model }) => model));
  const open = disputedRows.filter(
    ({ row, provider }) => ![row.model, ...(row.aliases ?? [])].some((id) => chosen.has(`${provider}/${id}`)),
  );
  return [
    ...used.filter((name) => !known.has(name)).map((name) => `${name} is no reason that decisions.yaml gives`),
    ...[...known].filter((name) => !used.includes(name)).map((name) => `the reason ${name} is given for nothing`),
    ...disagreements.flatMap(({ model, choice, reason }) =>
      choice === null || reason === null ? [`${model}: its sources disagree; choose one and say why`] : [],
    ),
    ...both(
      open.map(({ id }) => id),
      disputed.flatMap(({ rows }) => rows),
      'is disputed',
    ),
    ...both(
      jumps,
      moved.flatMap(({ rows }) => rows),
      'moved by more than a factor of five',
    ),
  ];
}

function both(found: readonly string[], decided: readonly string[], what: string): readonly string[] {
  return [
    ...found
      .filter((id) => !decided.includes(id))
      .map((id) => `${id} ${what}; decisions.yaml does not say why it holds`),
    ...decided
      .filter((id) => !found.includes(id))
      .map((id) => `decisions.yaml says why ${id} ${what}, which is not so`),
  ];
}

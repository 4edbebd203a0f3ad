import { priceId, type PriceFile, type Prices, type Row } from './files.ts';

/** More than this between two prices of a model is a mistake until somebody says why it is none. */
export const MAX_FACTOR = 5;

/** Stretches of time in a model's history that no row covers: a call in one would be of an unknown model. */
export function gaps(files: readonly PriceFile[]): readonly string[] {
  return successions(files).flatMap(({ provider, id, before, after }) =>
    before.to === after.from ? [] : [`${provider}/${id} has no price from ${before.to} to ${after.from}`],
  );
}

/** Price ids of rows with a price that is more than five times, or less than a fifth, of the one before. */
export function jumps(files: readonly PriceFile[]): readonly string[] {
  const found = successions(files).flatMap(({ provider, before, after }) =>
    farthest(before.prices, after.prices) > MAX_FACTOR ? [priceId(provider, after)] : [],
  );
  return [...new Set(found)];
}

/** By which factor the prices of two lists differ most, among the units that both have. */
export function farthest(one: Prices = {}, other: Prices = {}): number {
  const factors = Object.entries(one).flatMap(([unit, price]) => {
    const [a, b] = [usdOf(price), usdOf(other[unit])];
    if (a === undefined || b === undefined || a === b) return [];
    return [Math.max(a / b, b / a)];
  });
  return Math.max(1, ...factors);
}

/** As a double, which is enough to compare. */
function usdOf(price: Prices[string] | undefined): number | undefined {
  if (price === undefined) return undefined;
  return typeof price === 'string' ? Number(price) : (Number(price.usd) / price.per) * 1_000_000;
}

interface Succession {
  readonly provider: string;
  readonly id: string;
  readonly before: Row;
  readonly after: Row;
}

function successions(files: readonly PriceFile[]): readonly Succession[] {
  const named = files.flatMap(({ content: { provider, rows } }) =>
    rows.flatMap((row) => [row.model, ...(row.aliases ?? [])].map((id) => ({ provider, id, row }))),
  );
  return [...Map.groupBy(named, ({ provider, id }) => `${provider}/${id}`).values()].flatMap((rows) => {
    const ordered = rows.toSorted((a, b) => ((a.row.from ?? '') < (b.row.from ?? '') ? -1 : 1));
    return ordered.slice(1).flatMap(({ provider, id, row }, index) => {
      const before = ordered[index]?.row;
      return before === undefined ? [] : [{ provider, id, before, after: row }];
    });
  });
}

import { priceId, type PriceFile, type Prices } from './files.ts';

/** Prices that are possible, and yet mostly a slip of somebody's: for people to look at. */
export function oddities(files: readonly PriceFile[]): readonly string[] {
  return files.flatMap(({ content: { provider, rows } }) =>
    rows.flatMap((row) =>
      [row.prices, ...(row.variants ?? []).map(({ prices }) => prices)].flatMap((prices = {}) =>
        oddPairs(prices).map((what) => `${priceId(provider, row)}: ${what}`),
      ),
    ),
  );
}

function oddPairs(prices: Prices): readonly string[] {
  return PAIRS.flatMap(([dear, cheap]) => {
    const [a, b] = [prices[dear], prices[cheap]];
    return typeof a === 'string' && typeof b === 'string' && Number(a) < Number(b)
      ? [`${dear} costs ${a}, less than ${cheap}, ${b}`]
      : [];
  });
}

/** What costs at least as much as something else nearly everywhere. */
const PAIRS = [
  ['input', 'cache_read'],
  ['output', 'input'],
  ['output', 'cache_read'],
  ['cache_write_1h', 'cache_write_5m'],
  ['cache_write_5m', 'input'],
  ['input_audio', 'cache_read_audio'],
  ['input_image', 'cache_read_image'],
] as const;

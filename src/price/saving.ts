import type { Atto } from './money.ts';
import type { Prices } from './price-list.ts';
import { amountOf, type Rate } from './rate.ts';
import type { Consumption } from './units.ts';

/**
 * Σ of what the cached tokens would have cost as plain input, less what they did cost. `undefined` where one of the two has no
 * price.
 */
export function cacheSavingOf(prices: Prices, { tokens }: Consumption): Atto | undefined {
  let saving = 0n;
  for (const { unit, quantity } of tokens) {
    if (!unit.startsWith('cache_')) continue;
    const plain = plainRate(prices, unit);
    const cached = prices.get(unit);
    if (plain === undefined || cached === undefined) return undefined;
    saving += amountOf(plain, quantity) - amountOf(cached, quantity);
  }
  return saving;
}

/** What the token would have cost had it not been cached. A picture or a film may have the price of text; sound never does. */
function plainRate(prices: Prices, unit: string): Rate | undefined {
  if (unit === 'cache_read_audio') return prices.get('input_audio');
  if (unit === 'cache_read_image') return prices.get('input_image') ?? prices.get('input');
  if (unit === 'cache_read_video') return prices.get('input_video') ?? prices.get('input');
  return prices.get('input');
}

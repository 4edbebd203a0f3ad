import type { Atto } from './money.ts';
import { UNIT, type Rates } from './price-list.ts';
import { amountOf, type Rate } from './rate.ts';

/**
 * Σ of what the cached tokens would have cost as plain input, less what they did cost. `tokens` are by the index of the unit.
 * `undefined` where one of the two has no price.
 */
export function cacheSavingOf(rates: Rates, tokens: readonly number[]): Atto | undefined {
  let saving = 0n;
  for (let unit = UNIT.cache_read; unit <= UNIT.cache_write_1h; unit += 1) {
    const quantity = tokens[unit] ?? 0;
    if (quantity === 0) continue;
    const plain = plainRate(rates, unit);
    const cached = rates[unit];
    if (plain === undefined || cached === undefined) return undefined;
    saving += amountOf(plain, quantity) - amountOf(cached, quantity);
  }
  return saving;
}

/** What the token would have cost had it not been cached. A picture or a film may have the price of text; sound never does. */
function plainRate(rates: Rates, unit: number): Rate | undefined {
  if (unit === UNIT.cache_read_audio) return rates[UNIT.input_audio];
  if (unit === UNIT.cache_read_image) return rates[UNIT.input_image] ?? rates[UNIT.input];
  if (unit === UNIT.cache_read_video) return rates[UNIT.input_video] ?? rates[UNIT.input];
  return rates[UNIT.input];
}

import { splitFor, type Split } from './consumption.ts';
import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import { readModelled } from './modelled.ts';
import type { Decimal } from './money.ts';
import { readDecimal, readEachCall, readFees, readPrices, type Fees, type Prices } from './price-list.ts';
import { boundsOf } from './rate.ts';
import { readWhen, type When } from './when.ts';

/** What a row charges. */
export interface Terms {
  readonly prices: Prices;
  /** The prices are made of what an hour of hardware costs. */
  readonly isModelled: boolean;
  /** Things that are not tokens, by unit; no variant moves them. */
  readonly fees: Fees;
  /** What each call is billed for once, unless its usage says how often; like all fees without a price where it has none. */
  readonly eachCall: readonly string[];
  readonly variants: readonly Variant[];
  readonly split: Split;
}

/** What holds under certain conditions: a price list that replaces the row's, or a factor on it. */
export interface Variant {
  readonly when: When;
  readonly prices: Prices | undefined;
  readonly multiply: Decimal | undefined;
}

const MAX_VARIANTS = 30;

/** Reads what a row charges. Throws PriceFileError. */
export function readTerms(field: Field): Terms {
  const get = field.mapping(KEYS.row);
  const variants = get('variants').isAbsent ? [] : get('variants').list().map(readVariant);
  if (variants.length > MAX_VARIANTS) get('variants').fail(`at most ${MAX_VARIANTS} variants`);
  const isModelled = !get('modelled').isAbsent;
  if (isModelled && !(get('prices').isAbsent && get('variants').isAbsent))
    get('modelled').fail('stands in place of prices and variants, not beside them');
  const listed: Prices = get('prices').isAbsent ? new Map() : readPrices(get('prices'));
  const prices = isModelled ? readModelled(get('modelled')) : listed;
  const fees: Fees = get('fees').isAbsent ? new Map() : readFees(get('fees'));
  const eachCall = get('each_call').isAbsent ? [] : readEachCall(get('each_call'));
  if (prices.size + fees.size === 0) field.fail('a row without prices and fees prices nothing');
  checkBounds(field, prices, variants);
  return { prices, isModelled, fees, eachCall, variants, split: splitFor(prices) };
}

function checkBounds(field: Field, prices: Prices, variants: readonly Variant[]): void {
  const multipliers = variants.flatMap((variant) => variant.multiply ?? []);
  if (multipliers.length === 0) return;
  for (const list of [prices, ...variants.flatMap((variant) => variant.prices ?? [])]) {
    for (const [unit, rate] of list) {
      const problem = boundsOf(rate, multipliers);
      if (problem !== undefined) field.fail(`${unit} ${problem}`);
    }
  }
}

function readVariant(field: Field): Variant {
  const get = field.mapping(KEYS.variant);
  const when = readWhen(get('when'));
  const prices = get('prices').isAbsent ? undefined : readPrices(get('prices'));
  const multiply = get('multiply').isAbsent ? undefined : readDecimal(get('multiply'));
  if ((prices === undefined) === (multiply === undefined)) field.fail('a variant has either prices or multiply');
  return { when, prices, multiply };
}

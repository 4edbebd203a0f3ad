import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import { parseDecimal, type Decimal } from './money.ts';
import { boundsOf, rateOf, type Rate } from './rate.ts';

/**
 * Units that service tiers, context tiers, speeds and regions move, in the order of a cost's lines. Disjoint: a token is of
 * exactly one. `input` is text and, unless the row prices them apart, images and video; `cache_write` is a write without a
 * lifetime, where the provider has one price for all.
 */
export const TOKEN_UNITS = [
  'input',
  'input_audio',
  'input_image',
  'input_video',
  'cache_read',
  'cache_read_audio',
  'cache_read_image',
  'cache_read_video',
  'cache_write',
  'cache_write_5m',
  'cache_write_1h',
  'output',
  'output_audio',
  'output_image',
  'output_video',
  'reasoning',
] as const;

export type TokenUnit = (typeof TOKEN_UNITS)[number];

/** Prices of tokens, by unit. */
export type Prices = ReadonlyMap<string, Rate>;

/** The same by the index of the unit in TOKEN_UNITS: what calls are priced with. */
export type Rates = readonly (Rate | undefined)[];

export function ratesOf(prices: Prices): Rates {
  return TOKEN_UNITS.map((unit) => prices.get(unit));
}

/** Where a unit stands in TOKEN_UNITS. */
export const UNIT = Object.fromEntries(TOKEN_UNITS.map((unit, index) => [unit, index])) as Readonly<
  Record<TokenUnit, number>
>;

/** Price of something that is not a token. */
export interface Fee extends Rate {
  /** What a call that has any of it is billed for at least. */
  readonly min: number;
}

export type Fees = ReadonlyMap<string, Fee>;

export function readPrices(field: Field): Prices {
  const prices = new Map<string, Rate>();
  for (const [unit, price] of field.entries()) {
    if (!(TOKEN_UNITS as readonly string[]).includes(unit))
      price.fail(`unknown unit; known are ${TOKEN_UNITS.join(', ')}. What is not a token belongs under fees`);
    prices.set(unit, readPrice(price));
  }
  if (prices.has('cache_write') && (prices.has('cache_write_5m') || prices.has('cache_write_1h')))
    field.fail('cache writes have one price, or one for each lifetime, not both');
  return prices;
}

export function readFees(field: Field): Fees {
  const fees = new Map<string, Fee>();
  for (const [unit, price] of field.entries()) {
    checkFeeUnit(price, unit);
    if (!price.isMapping) price.fail('a fee says its amount: {usd: "10", per: 1000}');
    const get = price.mapping(KEYS.fee);
    const rate = readRate(get('usd'), get('per').wholeNumber());
    fees.set(unit, { ...rate, min: get('min').isAbsent ? 0 : get('min').wholeNumber() });
  }
  return fees;
}

/** Units that a call is billed for without its usage telling so. */
export function readEachCall(field: Field): readonly string[] {
  return field.oneOrMore().map((item) => {
    const unit = item.text();
    checkFeeUnit(item, unit);
    return unit;
  });
}

function checkFeeUnit(field: Field, unit: string): void {
  if (!/^[a-z][a-z0-9_]*$/.test(unit)) field.fail('a unit is written in lower case letters, digits and _');
  if (TOKEN_UNITS.some((token) => unit.startsWith(token))) field.fail('a fee may not begin like a token unit');
}

/** USD for `per` units, as a decimal in quotes. */
export function readRate(field: Field, per: number): Rate {
  const usd = readDecimal(field, 12);
  const rate = rateOf(usd, per);
  const problem = boundsOf(rate, []);
  return problem === undefined ? rate : field.fail(problem);
}

/** A decimal in quotes, not negative, without exponent. */
export function readDecimal(field: Field, decimals = 60): Decimal {
  const text = field.text();
  if (!/^\d+(\.\d+)?$/.test(text))
    field.fail(`expected a decimal such as "0.25", got ${JSON.stringify(text.slice(0, 60))}`);
  const decimal = parseDecimal(text) ?? field.fail('too long a number');
  return -decimal.exponent > decimals ? field.fail(`at most ${decimals} decimals`) : decimal;
}

/** `"2.50"` is USD per 1,000,000; anything else says what it is per. */
function readPrice(field: Field): Rate {
  if (!field.isMapping) return readRate(field, 1_000_000);
  const get = field.mapping(KEYS.price);
  return readRate(get('usd'), get('per').wholeNumber());
}

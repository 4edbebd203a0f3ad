import { ATTO_DIGITS, divideHalfEven, type Atto, type Decimal } from './money.ts';

/** A price as atto-USD per unit: a fraction in lowest terms, whose denominator is nearly always 1. */
export interface Rate {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Most of one unit that a call can have: the largest integer a double holds exactly. */
export const MAX_QUANTITY: number = Number.MAX_SAFE_INTEGER;

/** A line must fit 128 bits: 2⁷⁰ · 2⁵³ < 2¹²⁴, and a call has few lines. */
const MAX_NUMERATOR = 2n ** 70n;
const MAX_DENOMINATOR = 2n ** 62n;

/** `usd` for `per` units. */
export function rateOf(usd: Decimal, per: number): Rate {
  return scaled({ numerator: 10n ** BigInt(ATTO_DIGITS), denominator: BigInt(per) }, usd);
}

/** `rate` times an exact factor, whose exponent is 0 or below. */
export function scaled(rate: Rate, factor: Decimal): Rate {
  return fractionOf(rate.numerator * factor.digits, rate.denominator * 10n ** BigInt(-factor.exponent));
}

/** The fraction in lowest terms. */
export function fractionOf(numerator: bigint, denominator: bigint): Rate {
  if (numerator % denominator === 0n) return { numerator: numerator / denominator, denominator: 1n };
  const common = gcd(numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

/** What `quantity` (0 … MAX_QUANTITY) units cost: multiplied first, divided once, rounded half to even. */
export function amountOf(rate: Rate, quantity: number): Atto {
  const product = rate.numerator * BigInt(quantity);
  return rate.denominator === 1n ? product : divideHalfEven(product, rate.denominator);
}

/** What is wrong with a rate under the row's factors, all of them at once and unreduced: the collector has 128 bits. */
export function boundsOf(rate: Rate, factors: readonly Decimal[]): string | undefined {
  let { numerator, denominator } = rate;
  for (const factor of factors) {
    numerator *= factor.digits === 0n ? 1n : factor.digits;
    denominator *= 10n ** BigInt(-factor.exponent);
  }
  if (numerator > MAX_NUMERATOR) return 'is too high a price: at most about 1,000 USD a unit';
  return denominator > MAX_DENOMINATOR ? 'has too many digits, or is per too many units' : undefined;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

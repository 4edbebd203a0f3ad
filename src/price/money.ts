/** An integer number of 10⁻¹⁸ USD. Sums are exact in any order; a double or a decimal string is made at the edge only. */
export type Atto = bigint;

/** Decimals of a USD that an Atto keeps. */
export const ATTO_DIGITS = 18;

const UNIT = 10n ** BigInt(ATTO_DIGITS);

/** What fits the 128 bits the collector has for the same number; beyond it there is no price. */
export const MAX_ATTO: Atto = 2n ** 127n - 1n;

/** An exact decimal: `digits` · 10^`exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Bounds what a number may claim, so that a hostile one costs no memory. */
const MAX_EXPONENT = 60;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Reads a decimal, an exponent allowed: `0.25`, `-3`, `1.5e-7`. `undefined` for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > MAX_EXPONENT + 8) return undefined;
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (whole.length + fraction.length + 1 > MAX_EXPONENT || Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent: exponent - fraction.length };
}

/**
 * Reads a decimal in USD; digits beyond the 18th decimal are rounded half to even. `undefined` when it is no decimal or
 * does not fit.
 */
export function parseUsd(text: string): Atto | undefined {
  const decimal = parseDecimal(text);
  if (decimal === undefined) return undefined;
  const scale = decimal.exponent + ATTO_DIGITS;
  const atto =
    scale >= 0 ? decimal.digits * 10n ** BigInt(scale) : divideHalfEven(decimal.digits, 10n ** BigInt(-scale));
  return atto > MAX_ATTO || atto < -MAX_ATTO ? undefined : atto;
}

/** The shortest exact decimal in USD: no exponent, no trailing zeros. `0.0000007`, `-0.0123`, `10`. */
export function formatUsd(atto: Atto): string {
  const magnitude = atto < 0n ? -atto : atto;
  const text = magnitude.toString().padStart(ATTO_DIGITS + 1, '0');
  const whole = text.slice(0, -ATTO_DIGITS);
  let end = text.length;
  while (end > whole.length && text.charCodeAt(end - 1) === 48) end -= 1;
  const fraction = text.slice(whole.length, end);
  return `${atto < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The double nearest to it, in USD. */
export function toDouble(atto: Atto): number {
  const pico = atto / ATTO_PER_PICO;
  // Both sides of the division are exact doubles then, so that its one rounding is the nearest; anything else is read from its text.
  if (pico * ATTO_PER_PICO === atto && pico <= MAX_SAFE && pico >= -MAX_SAFE) return Number(pico) / 1e12;
  return Number(formatUsd(atto));
}

const ATTO_PER_PICO = 1_000_000n;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Millionths of a USD, rounded half to even. */
export function toMicroUsd(atto: Atto): bigint {
  return divideHalfEven(atto, UNIT / 1_000_000n);
}

/** 10⁻¹² USD, rounded half to even: the finest unit whose sums of a process fit the integers of a double. */
export function toPicoUsd(atto: Atto): bigint {
  return divideHalfEven(atto, UNIT / 1_000_000_000_000n);
}

/** `dividend` ÷ `divisor` (> 0), rounded half to even. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  if (remainder === 0n) return quotient;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  const away = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  return away ? quotient + (dividend < 0n ? -1n : 1n) : quotient;
}

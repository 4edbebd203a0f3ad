import { ATTO_DIGITS, divideHalfEven, formatUsd, type Atto } from '../../price/money.ts';
import { TOKEN_UNITS } from '../../price/price-list.ts';
import type { Rate } from '../../price/rate.ts';

/** `$0.0216`: exact, with `decimals` at least. */
export function exactDollars(atto: Atto, decimals = 2): string {
  const [whole = '0', fraction = ''] = formatUsd(atto).split('.');
  return `${whole.startsWith('-') ? '-' : ''}$${whole.replace('-', '')}.${fraction.padEnd(decimals, '0')}`;
}

/** `$2.00 / 1M` for tokens, `$0.01 each` for anything else, unless that takes too many digits. */
export function priceText(unit: string, rate: Rate): string {
  const isToken = (TOKEN_UNITS as readonly string[]).includes(unit);
  const each = quotient(rate, 1);
  if (!isToken && formatUsd(each).length <= 8) return `${exactDollars(each)} each`;
  return `${exactDollars(quotient(rate, 1_000_000))} / 1M`;
}

/** USD for so many units as a decimal string: exact, or rounded half to even at the 12th decimal. */
export function perUnits(rate: Rate, units: number): string {
  return formatUsd(quotient(rate, units));
}

function quotient({ numerator, denominator }: Rate, units: number): Atto {
  const step = 10n ** BigInt(ATTO_DIGITS - 12);
  return divideHalfEven(numerator * BigInt(units), denominator * step) * step;
}

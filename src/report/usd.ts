import { ATTO_DIGITS, divideHalfEven, formatUsd } from '../price/money.ts';
import type { Atto } from '../price/money.ts';

/**
 * Money divided among tasks, as a decimal string: the exact quotient rounded once, half to even, at 12 decimals, without
 * trailing zeros. `0.013742` for 0.137420 among 10.
 */
export function share(cost: Atto, among: number): string {
  return formatUsd(quotient(cost, among, 12));
}

/**
 * Money for the eye: `$0.013742`, six decimals, rounded half to even. Of less than a thousandth of a cent, two digits that count:
 * `$0.00000016`, since what costs something must not read as nothing.
 */
export function dollars(cost: Atto, among = 1): string {
  const [whole = '0', fraction = ''] = formatUsd(quotient(cost, among, decimalsOf(cost, among))).split('.');
  return `$${whole}.${fraction.padEnd(6, '0')}`;
}

function decimalsOf(cost: Atto, among: number): number {
  const digits = String(quotient(cost, among, ATTO_DIGITS)).replace('-', '').length;
  return Math.min(ATTO_DIGITS, Math.max(6, ATTO_DIGITS - digits + 2));
}

function quotient(cost: Atto, among: number, decimals: number): Atto {
  const step = 10n ** BigInt(ATTO_DIGITS - decimals);
  return divideHalfEven(cost, BigInt(among) * step) * step;
}

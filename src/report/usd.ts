import { divideHalfEven, formatUsd } from '../price/money.ts';
import type { Atto } from '../price/money.ts';

/**
 * Money divided among tasks, as a decimal string: the exact quotient rounded once, half to even, at 12 decimals, without
 * trailing zeros. `0.013742` for 0.137420 among 10.
 */
export function share(cost: Atto, among: number): string {
  return formatUsd(quotient(cost, among, 12));
}

/** Money for the eye: `$0.013742`, always six decimals, rounded half to even. */
export function dollars(cost: Atto, among = 1): string {
  const [whole = '0', fraction = ''] = formatUsd(quotient(cost, among, 6)).split('.');
  return `$${whole}.${fraction.padEnd(6, '0')}`;
}

function quotient(cost: Atto, among: number, decimals: number): Atto {
  const step = 10n ** BigInt(18 - decimals);
  return divideHalfEven(cost, BigInt(among) * step) * step;
}

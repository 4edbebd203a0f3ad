/**
 * Money as providers report it, a JSON number, turned into the exact decimal it was written as. Never computed with as a
 * double: `0.1 + 0.2` would not be `0.3`.
 */

/**
 * The shortest decimal that reads back as this number, without an exponent: `1.2e-8` → `0.000000012`. A text that is a
 * decimal is taken as it is. Absent below zero.
 */
export function decimal(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = /^(\d{1,22})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(String(value));
  if (match === null) return undefined;
  const [text, whole = '', fraction = '', exponent] = match;
  return exponent === undefined ? text : pointed(whole + fraction, fraction.length - Number(exponent));
}

/** `units` × 10⁻ᵖˡᵃᶜᵉˢ: 1330500 units of 10⁻¹⁰ are `0.00013305`. */
export function scaled(units: number, places: number): string {
  return pointed(String(BigInt(units)), places);
}

/** The exact sum of two decimals. */
export function plus(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  return pointed(String(unitsOf(a, places) + unitsOf(b, places)), places);
}

/** Digits with the point `places` from their right end, without zeros that say nothing. */
function pointed(digits: string, places: number): string {
  if (places <= 0) return String(BigInt(digits + '0'.repeat(-places)));
  const padded = digits.padStart(places + 1, '0');
  const whole = BigInt(padded.slice(0, -places));
  const fraction = padded.slice(-places).replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}

function placesOf(value: string): number {
  return value.split('.')[1]?.length ?? 0;
}

function unitsOf(value: string, places: number): bigint {
  const [whole = '0', fraction = ''] = value.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

/** From `unknown` to what a reader can use. The only place where the outside world is given a type. */

export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = Object.freeze({});

/** The value's fields; no fields for anything that is not an object (`null`, HTML as a string, a number). */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : none;
}

/** The array itself, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A non-empty string, or `undefined`. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number ≥ 0 and ≤ 2⁵³−1, or `undefined`: counts arrive as strings, `null` and `-1` too. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A finite number, or `undefined`. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** From `unknown` to what a reader can use. The only place where the outside world is given a type. */

export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = Object.freeze({});

/** The value's fields; no fields for anything that is not an object (`null`, HTML as a string, a number). */
export function fields(value: unknown): Fields {
  return isObject(value) ? value : none;
}

/** True for an object that is not an array; class instances are objects, functions are not. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** One string, or a list of them, as a list; `undefined` when there is none. */
export function texts(value: unknown): readonly string[] | undefined {
  const found = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string' && each !== '');
  return found.length > 0 ? found : undefined;
}

/** The same object without the fields that are `undefined`: what is absent has no key. */
export function given<T extends object>(value: T): T {
  const kept: Partial<T> = {};
  for (const name in value) if (value[name] !== undefined) kept[name] = value[name];
  return kept as T;
}

/** The user's mistake in an argument: which one, what is expected, and what was got. */
export function wrong(argument: string, expected: string, got: unknown): TypeError {
  return new TypeError(`taskmeter: ${argument}: expected ${expected}; got ${shown(got)}`);
}

/** A value as it may stand in a message: of strings only the beginning, of anything else only its type. */
function shown(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}

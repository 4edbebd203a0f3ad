/** How a task can end, and what an error says about it. */

/** `unknown` until somebody says; `pending` while the answer is outside the process. */
export const OUTCOMES = [
  'success',
  'failure',
  'error',
  'timeout',
  'cancellation',
  'escalation',
  'pending',
  'unknown',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/**
 * The outcome itself.
 *
 * @throws {TypeError} for anything that is not one of the outcomes; `where` names the argument.
 */
export function checkedOutcome(value: unknown, where: string): Outcome {
  const outcome = OUTCOMES.find((known) => known === value);
  if (outcome === undefined) {
    throw new TypeError(`taskmeter: ${where}: expected one of ${OUTCOMES.join(', ')}; got ${shown(value)}`);
  }
  return outcome;
}

/** What a thrown value says about the task that let it through. */
export function outcomeOfError(error: unknown): Outcome {
  const type = errorClass(error);
  if (/Abort(ed)?Error$/.test(type)) return 'cancellation';
  return type.endsWith('TimeoutError') ? 'timeout' : 'error';
}

/** The value of `error.type` for a thrown value: its class, never its message. `_OTHER` for what is no error. */
export function errorClass(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER';
  // Many libraries give an error a class and leave its name alone.
  const name = error.name === 'Error' ? error.constructor.name : error.name;
  return /^[\w.$]{1,80}$/.test(name) ? name : '_OTHER';
}

/** A value as it may stand in an error message: short, and of strings only the beginning. */
export function shown(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}

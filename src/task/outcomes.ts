/** How a task can end, and what an error says about it. */
import { wrong } from './mistake.ts';

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
  if (outcome === undefined) throw wrong(where, `one of ${OUTCOMES.join(', ')}`, value);
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

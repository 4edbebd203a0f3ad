/** The names of tasks: what is allowed, and how many kinds there may be. */
import { diag } from '@opentelemetry/api';
import { state } from './state.ts';

const ID_MAX = 128;
const TYPE_MAX = 100;
const TYPES_MAX = 200;

export function isId(value: unknown): value is string {
  return isName(value, ID_MAX);
}

export function isType(value: unknown): value is string {
  return isName(value, TYPE_MAX);
}

/** What a name must be, for an error message. */
export const ID_EXPECTED: string = `a non-empty string of at most ${ID_MAX} characters`;
export const TYPE_EXPECTED: string = `a non-empty string of at most ${TYPE_MAX} characters`;

/** The type itself while there are at most 200 of them in this process, then `other`: a type is a label of metrics. */
export function boundedType(type: string): string {
  return bounded(type, state.types);
}

/** The same for a type that came with a request. Counted apart, so that no header can use up the application's own. */
export function boundedUpstreamType(type: string): string {
  return state.types.has(type) ? type : bounded(type, state.upstreamTypes);
}

function bounded(type: string, seen: Set<string>): string {
  if (seen.has(type)) return type;
  if (seen.size < TYPES_MAX) {
    seen.add(type);
    return type;
  }
  warnOnce();
  return 'other';
}

let warned = false;

function warnOnce(): void {
  if (warned) return;
  warned = true;
  diag.warn(`taskmeter: more than ${TYPES_MAX} task types in this process; further ones are reported as "other"`);
}

function isName(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= max;
}

import type { Attributes } from '@opentelemetry/api';
import { wrong } from './mistake.ts';
import { ID_EXPECTED, isId, isType, TYPE_EXPECTED } from './names.ts';
import { checkedOutcome, type Outcome } from './outcomes.ts';

export interface TaskOptions {
  /** The kind of task: `support.ticket`. A label of metrics, so never an id; at most 200 kinds in a process. */
  readonly type: string;
  /** The task's own id, to report its outcome by later: a ticket number. Random when absent. */
  readonly id?: string | undefined;
  /** What a return means; `unknown` when absent. */
  readonly defaultOutcome?: Outcome | undefined;
  /** Further attributes of the task's span. */
  readonly attributes?: Attributes | undefined;
}

/**
 * Checks what `task()` was given.
 *
 * @throws {TypeError} that names the argument, what is expected, and what was got.
 */
export function checkTask(options: unknown, fn: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw wrong('task(options, fn)', "an object like {type: 'support.ticket'}", options);
  }
  const { type, id, defaultOutcome } = options as { readonly [K in keyof TaskOptions]?: unknown };
  if (!isType(type)) throw wrong('task({type})', TYPE_EXPECTED, type);
  if (id !== undefined && !isId(id)) throw wrong('task({id})', ID_EXPECTED, id);
  if (defaultOutcome !== undefined) checkedOutcome(defaultOutcome, 'task({defaultOutcome})');
  if (typeof fn !== 'function') throw wrong('task(options, fn)', 'a function', fn);
}

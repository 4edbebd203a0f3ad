/** Saying how a task ended: inside it, or later from anywhere. */
import { diag } from '@opentelemetry/api';
import { isObject } from '../narrow.ts';
import {
  ATTR_TASKMETER_TASK_ID,
  ATTR_TASKMETER_TASK_OUTCOME,
  ATTR_TASKMETER_TASK_TYPE,
} from '../span/attributes.gen.ts';
import { known } from '../span/attributes.ts';
import { safely } from '../span/safely.ts';
import { tracer } from '../span/tracer.ts';
import { wrong } from './mistake.ts';
import { ID_EXPECTED, isId, isType, TYPE_EXPECTED } from './names.ts';
import { checkedOutcome, type Outcome } from './outcomes.ts';
import { current, rootOf, taskOf } from './scope.ts';
import { state } from './state.ts';
import { tell } from './watchers.ts';

export interface ReportOptions {
  /** The task's type, where this process does not know it. */
  readonly type?: string | undefined;
  /** When it was decided; now when absent. The latest report wins. */
  readonly at?: Date | undefined;
}

/**
 * Reports how a task ended, from any process and as late as days after. May be called again: the latest report wins.
 *
 * @throws {TypeError} when an argument is not what it must be.
 */
export function reportOutcome(taskId: string, outcome: Outcome, options: ReportOptions = {}): void {
  if (!isId(taskId)) throw wrong('reportOutcome(taskId)', ID_EXPECTED, taskId);
  checkedOutcome(outcome, 'reportOutcome(taskId, outcome)');
  if (!isObject(options)) throw wrong('reportOutcome(…, options)', 'an object like {at: new Date()}', options);
  const { type, at } = options;
  if (type !== undefined && !isType(type)) throw wrong('reportOutcome(…, {type})', TYPE_EXPECTED, type);
  if (at !== undefined && !(at instanceof Date && Number.isFinite(at.getTime()))) {
    throw wrong('reportOutcome(…, {at})', 'a valid Date', at);
  }
  const open = state.open.get(taskId);
  if (open === undefined) report(taskId, outcome, type, at?.getTime());
  else open.outcome(outcome);
}

/**
 * Says how the current task ended, the one whose function or request the caller runs in. Without a task it does nothing,
 * since the same code may run where nothing is measured.
 *
 * @throws {TypeError} for an unknown outcome.
 */
export function outcome(name: Outcome): void {
  checkedOutcome(name, 'outcome(name)');
  const here = current();
  const task = taskOf(here) ?? rootOf(here);
  if (task === undefined) diag.debug('taskmeter: outcome() was called outside a task');
  else task.outcome(name);
}

/** The span that carries a report. Valid arguments only; `at` in epoch milliseconds. */
export function report(id: string, outcome: Outcome, type?: string, at: number = Date.now()): void {
  tell((watcher) => watcher.reported({ id, outcome, at }));
  safely('reporting an outcome', () => {
    const trace = state.recent.get(id);
    tracer()
      .startSpan(
        'task.outcome',
        {
          startTime: at,
          attributes: known({
            [ATTR_TASKMETER_TASK_ID]: id,
            [ATTR_TASKMETER_TASK_TYPE]: type ?? trace?.type,
            [ATTR_TASKMETER_TASK_OUTCOME]: outcome,
          }),
          links: trace === undefined ? [] : [{ context: trace.spanContext }],
        },
        current(),
      )
      .end(at);
  });
}

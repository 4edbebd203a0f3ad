/** `task()`: names the unit of work that the calls within it belong to, and how it ended. */
import { randomUUID } from 'node:crypto';
import { boundedType } from './names.ts';
import { checkTask, type TaskOptions } from './options.ts';
import { run, type Task } from './running.ts';
import { callerOf, current } from './scope.ts';

/**
 * Runs `fn` as a task: every model call that it makes is totalled on the task's span. What `fn` returns or throws is what
 * the caller gets. A nested task counts towards itself and towards those around it.
 *
 * @throws {TypeError} before `fn` runs, when an option is not what it must be.
 */
export function task<T>(options: TaskOptions, fn: (task: Task) => T): T {
  checkTask(options, fn);
  const { id = randomUUID(), attributes, defaultOutcome } = options;
  const type = boundedType(options.type);
  const own = { spanName: `task ${type}`, attributes, defaultOutcome, isPart: false };
  return run({ identity: { id, type }, ...own }, callerOf(current()), fn);
}

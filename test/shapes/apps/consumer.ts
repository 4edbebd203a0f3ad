// What a user's TypeScript says of the package; compiled by types.test.ts under every module setting, and never run.
import {
  ConfigError,
  currentTask,
  flush,
  instrument,
  joinTask,
  type Options,
  type Outcome,
  outcome,
  type ReportOptions,
  reportOutcome,
  type SdkOptions,
  type SdkParts,
  type Task,
  task,
  taskmeter,
  type TaskOptions,
  type TaskRef,
  type Totals,
} from 'taskmeter';
import 'taskmeter/register';

const options: TaskOptions = { type: 'support.ticket', defaultOutcome: 'success' };

export const calls: Promise<number> = task(options, async (running: Task) => {
  const name: Outcome = 'escalation';
  running.outcome(name);
  outcome('failure');
  // @ts-expect-error -- no such outcome
  running.outcome('won');
  const totals: Totals = running.totals();
  await flush();
  return totals.calls;
});

const ref: TaskRef | undefined = currentTask();
export const part: string = ref === undefined ? '' : joinTask(ref, ({ id }) => id);

// @ts-expect-error -- a task has a type
task({}, () => {});

const at: ReportOptions = { at: new Date(0) };
reportOutcome('ticket-1', 'success', at);

const settings: Options = { sampling: 'follow' };
const given: SdkOptions = { ...settings, http: true };
export const parts: SdkParts = taskmeter(given);

export const client: { readonly name: string } = instrument({ name: 'the same type' });

export function isMistake(error: unknown): error is ConfigError {
  return error instanceof ConfigError;
}

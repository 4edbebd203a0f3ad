import { countTask } from '../metrics/counters.ts';
import { instanceOf } from '../span/rollup.ts';
import type { Identity, Rollup } from '../span/task-attributes.ts';
import type { OwnAccount } from './account.ts';
import type { Outcome } from './outcomes.ts';
import type { Past } from './past.ts';
import { tell } from './watchers.ts';

/** What a process has stated of one task, on its span and after. */
export interface Statements {
  /** Number of the last one; 0 before the first. */
  readonly revision: number;
  /** True when nothing has been booked since the last one. */
  readonly isCurrent: boolean;
  /** Makes the next one, and tells the watchers. */
  next(account: OwnAccount, how: How): Rollup;
}

/** What is said besides the totals. */
export interface How {
  readonly reason: Rollup['reason'];
  readonly outcome: Outcome;
  /** Epoch milliseconds. */
  readonly endedAt: number;
}

/** Whose statements they are. */
export interface Whose {
  /** The task's own span. */
  readonly span: object;
  /** Asked at each statement: an implicit task's type is known at its end. */
  readonly identity: () => Identity;
  readonly startedAt: number;
  /** What had been stated of it before, where the task's own span is elsewhere: there it is counted, too. */
  readonly past?: Pick<Past, 'revision'> | undefined;
}

/** Numbers the statements of a task; with the first of them it is counted. */
export function createStatements({ span, identity, startedAt, past }: Whose): Statements {
  const before = past ?? { revision: 0 };
  let last: Rollup | undefined;
  let stated: OwnAccount | undefined;
  return {
    get revision() {
      return last?.revision ?? 0;
    },
    get isCurrent() {
      const now = stated?.totals();
      const said = last?.totals;
      return said !== undefined && now?.calls === said.calls && now.pricedToolCalls === said.pricedToolCalls;
    },
    next(account, { reason, outcome, endedAt }) {
      stated = account;
      if (past === undefined && last === undefined) countTask(identity().type, outcome);
      const rollup: Rollup = {
        outcome,
        totals: account.totals(),
        revision: (before.revision += 1),
        reason,
        complete: account.openCalls === 0 && reason !== 'shutdown' && reason !== 'idle_timeout',
        instance: instanceOf(span),
      };
      last = rollup;
      tell((watcher) => watcher.stated({ identity: identity(), rollup, account, startedAt, endedAt }));
      return rollup;
    },
  };
}

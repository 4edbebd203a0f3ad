import { instanceOf } from '../span/rollup.ts';
import type { Rollup } from '../span/task-attributes.ts';
import type { OwnAccount } from './account.ts';
import type { Outcome } from './outcomes.ts';

/** What a process has stated of one task, on its span and after. */
export interface Statements {
  /** Number of the last one; 0 before the first. */
  readonly revision: number;
  /** True when nothing has been booked since the last one. */
  readonly isCurrent: boolean;
  next(account: OwnAccount, reason: Rollup['reason'], outcome: Outcome): Rollup;
}

/** Numbers the statements of a task. `span` is the task's own. */
export function createStatements(span: object): Statements {
  let last: Rollup | undefined;
  let stated: OwnAccount | undefined;
  return {
    get revision() {
      return last?.revision ?? 0;
    },
    get isCurrent() {
      return last !== undefined && stated?.totals().calls === last.totals.calls;
    },
    next(account, reason, outcome) {
      stated = account;
      last = {
        outcome,
        totals: account.totals(),
        revision: (last?.revision ?? 0) + 1,
        reason,
        complete: account.openCalls === 0 && reason !== 'shutdown',
        instance: instanceOf(span),
      };
      return last;
    },
  };
}

/** What is printed of one task: a line of columns, so that many of them read as a table. */
import { counted, grouped } from '../report/columns.ts';
import { dollars } from '../report/usd.ts';
import type { Rollup } from '../span/task-attributes.ts';
import type { TaskStatement } from '../task/watchers.ts';

/** `taskmeter  support.ticket  success  5 calls  2 retries  1,204 in  310 out  $0.002367  1,832 ms  ticket-1`, with wide columns. */
export function lineOf({ identity, rollup, startedAt, endedAt }: TaskStatement): string {
  const { totals, outcome, reason } = rollup;
  const remark = remarks[reason];
  return [
    'taskmeter',
    printable(identity.type).padEnd(24),
    outcome.padEnd(12),
    counted(totals.calls, 'call', 'calls').padStart(9),
    counted(totals.retries, 'retry', 'retries').padStart(10),
    `${tokens(totals.inputTokens)} in`.padStart(12),
    `${tokens(totals.outputTokens)} out`.padStart(11),
    costOf(rollup).padStart(12),
    `${grouped(Math.max(0, Math.round(endedAt - startedAt)))} ms`.padStart(11),
    printable(identity.id) + (remark === undefined ? '' : ` (${remark})`),
  ].join('  ');
}

/** A name on one line: those of requests come from outside, and a terminal obeys control characters. */
export function printable(name: string): string {
  return name.replaceAll(/\p{C}/gu, '?');
}

const remarks: Readonly<Record<Rollup['reason'], string | undefined>> = {
  end: undefined,
  open_calls: 'calls still open',
  late: 'with late calls',
  shutdown: 'unfinished',
  idle_timeout: 'nothing happened any more',
};

function tokens(count: number | undefined): string {
  return count === undefined ? '–' : grouped(count);
}

function costOf({ totals: { cost, unpricedCalls } }: Rollup): string {
  if (cost === undefined) return 'no price';
  return `${unpricedCalls > 0 ? '≥ ' : ''}${dollars(cost)}`;
}

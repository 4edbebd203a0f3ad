import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';

/** Did the program run far enough to be judged? Nothing when there is none. */
export function checkProgram({ run }: Facts): Finding[] {
  if (run === undefined) return [];
  const { command, evidence, ended, failed } = run;
  const line = command.join(' ');
  const found = (status: Finding['status'], seen: string, todo?: string): Finding[] => [
    { check: 'program', status, subject: line, seen, todo },
  ];
  if (failed !== undefined) return found('problem', `cannot be started (${failed})`, 'check the command');
  if (ended?.code === 0) return found('ok', 'ran to its end');
  if (ended !== undefined) {
    const how = ended.signal ?? `exit status ${ended.code}`;
    return found('problem', `ended with ${how}`, 'see what it printed; what follows is what was seen until then');
  }
  return evidence === undefined
    ? found(
        'problem',
        'nothing was seen of it in time',
        'is it a Node program that gets to its event loop? --seconds gives it longer',
      )
    : found('ok', 'started; the doctor has ended it');
}

import { styleText } from 'node:util';
import { wrapped } from '../wrap.ts';
import type { Finding, Status } from './finding.ts';
import { worst } from './finding.ts';

/** The report as `--json` prints it; docs/doctor.md describes it. */
export interface ReportJson {
  /** Version of the taskmeter that has the doctor. */
  readonly taskmeter: string;
  readonly status: Status;
  /** The command of the program that was run; `null` without one. */
  readonly program: readonly string[] | null;
  readonly findings: readonly {
    readonly check: string;
    readonly status: Status;
    /** `null` where the check has one subject only. */
    readonly subject: string | null;
    readonly seen: string;
    /** `null` when there is nothing to do. */
    readonly todo: string | null;
  }[];
}

export function reportJson(
  version: string,
  program: readonly string[] | undefined,
  findings: readonly Finding[],
): ReportJson {
  return {
    taskmeter: version,
    status: worst(findings),
    program: program ?? null,
    findings: findings.map(({ check, status, subject, seen, todo }) => ({
      check,
      status,
      subject: subject ?? null,
      seen,
      todo: todo ?? null,
    })),
  };
}

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly isColoured: boolean;
}

/** The report for people: a line or two for each finding, the status first. */
export function reportText(findings: readonly Finding[], { width, isColoured }: TextOptions): string {
  const indent = ' '.repeat(MARGIN);
  const lines = findings.flatMap(({ check, status, subject, seen, todo }) => {
    const text = subject === undefined ? seen : `${subject}: ${seen}`;
    const [first = '', ...rest] = wrapped(text, width - MARGIN);
    const word = status.padEnd(9);
    return [
      (isColoured ? styleText(COLOURS[status], word, { validateStream: false }) : word) + check.padEnd(12) + first,
      ...rest.map((line) => indent + line),
      ...(todo === undefined
        ? []
        : wrapped(todo, width - MARGIN - 2).map((line, i) => `${indent}${i === 0 ? '→ ' : '  '}${line}`)),
    ];
  });
  return [...lines, '', conclusion(findings)].join('\n');
}

const MARGIN = 21;

const COLOURS: Readonly<Record<Status, 'green' | 'yellow' | 'red'>> = {
  ok: 'green',
  warning: 'yellow',
  problem: 'red',
};

function conclusion(findings: readonly Finding[]): string {
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const parts = [
    ...(problems > 0 ? [`${problems} ${problems === 1 ? 'problem' : 'problems'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return parts.length === 0 ? 'all is well' : parts.join(', ');
}

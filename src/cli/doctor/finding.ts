/** What the doctor says. */

export type Status = 'ok' | 'warning' | 'problem';

export interface Finding {
  /** Which question it answers; one of a closed list, see docs/doctor.md. */
  readonly check: Check;
  readonly status: Status;
  /** What it is about, where a check has several findings: `openai 7.57.0`, `TASKMETER_PRICES`. */
  readonly subject?: string | undefined;
  /** What was seen, in one sentence or less. */
  readonly seen: string;
  /** What to do about it; for every problem, and where something is worth doing. */
  readonly todo?: string | undefined;
}

export const CHECKS = [
  'runtime',
  'program',
  'loading',
  'api',
  'sdk',
  'provider',
  'processor',
  'sampler',
  'exporter',
  'metrics',
  'library',
  'unobserved',
  'settings',
  'prices',
] as const;

export type Check = (typeof CHECKS)[number];

/** The worst of them. */
export function worst(findings: readonly Finding[]): Status {
  const has = (status: Status): boolean => findings.some((finding) => finding.status === status);
  return has('problem') ? 'problem' : has('warning') ? 'warning' : 'ok';
}

import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Source } from './offer.ts';

/** Where people write down what holds where sources disagree, or err; its head says how. */
export const decisionsPath = 'spec/prices/decisions.yaml';

export interface Decisions {
  /** Name → the reason, for all that have the same. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly excluded: readonly Exclusion[];
  /** Rows kept by hand that a source disagrees with. */
  readonly disputed: readonly Judgement[];
  /** Rows with a price far from the one before. */
  readonly moved: readonly Judgement[];
  readonly disagreements: readonly Disagreement[];
}

/** Models that no row is imported for. */
export interface Exclusion {
  /** `provider/model`, one for each id. */
  readonly models: readonly string[];
  readonly reason: string;
}

/** Rows that hold in spite of what speaks against them. */
export interface Judgement {
  /** Price ids: `openai/o3@2025-06-10`. */
  readonly rows: readonly string[];
  readonly reason: string;
}

/** Two sources, two prices. Without a choice there is no row. */
export interface Disagreement extends Readonly<Record<Source, string>> {
  /** `provider/model`. */
  readonly model: string;
  readonly choice: Source | 'none' | null;
  /** A name of `reasons`. */
  readonly reason: string | null;
}

export function readDecisions(): Decisions {
  return parse(readFileSync(decisionsPath, 'utf8')) as Decisions;
}

/** The file with the disagreements of today; all above them is written by people and stays as it is. */
export function withDisagreements(found: readonly Disagreement[]): string {
  const text = readFileSync(decisionsPath, 'utf8');
  const end = text.indexOf('\ndisagreements:');
  if (end < 0) throw new Error(`${decisionsPath} has no disagreements`);
  const sorted = found.toSorted((a, b) => (a.model < b.model ? -1 : 1));
  return `${text.slice(0, end)}\n${stringify({ disagreements: sorted }, { lineWidth: 0, nullStr: 'null' })}`;
}

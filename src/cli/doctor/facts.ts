import type { Env } from '../../env.ts';
import type { Copy, Evidence, LoadedCopy } from './evidence.ts';
import type { ProgramRun } from './program.ts';

/** All that is known before anything is judged. */
export interface Facts {
  readonly env: Env;
  /** The folder of the application. */
  readonly cwd: string;
  /** Packages of interest that are installed for it. */
  readonly installed: readonly Copy[];
  /** Absent when the doctor was given no program. */
  readonly run?: ProgramRun | undefined;
  /** True when the program does not load taskmeter, and was run again with the one line. */
  readonly lineWasAdded: boolean;
}

/** What the probe has seen in the program. */
export function seenIn({ run }: Facts): Evidence | undefined {
  return run?.evidence;
}

/** The copies of a package that matter: those the program has loaded, else those that are installed. */
export function copiesOf(facts: Facts, name: string): readonly (Copy | LoadedCopy)[] {
  const copies = seenIn(facts)?.packages ?? facts.installed;
  return copies.filter((copy) => copy.name === name);
}

import { setNewest } from './newest.ts';
import { createTally, type Tally } from './totals.ts';

/** What this process has totalled of a task before, and how often it has stated that. */
export interface Past {
  readonly tally: Tally;
  /** Number of the last statement; 0 before the first. */
  revision: number;
}

/**
 * The past of a task that is open elsewhere, of which one part after the other runs here: each states the total of all so
 * far, since of one process the newest statement is the truth. Kept for the last thousand tasks.
 */
export function pastOf(id: string): Past {
  const past = pasts.get(id) ?? { tally: createTally(), revision: 0 };
  setNewest(pasts, id, past, LIMIT);
  return past;
}

const LIMIT = 1000;
const pasts = new Map<string, Past>();

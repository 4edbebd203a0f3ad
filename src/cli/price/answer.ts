import type { Cost } from '../../price/cost.ts';
import { answerOf, type Answer } from '../../query/answer.ts';

/** The answer that is printed: what is asked for most comes first, and the double, which is 0 where nothing is known, not at all. */
export type Shown = Omit<Answer, 'double'>;

export function shown(cost: Cost): Shown {
  const { status, usd, lines, price_id, double: _, ...more } = answerOf(cost);
  return { status, usd, lines, price_id, ...more };
}

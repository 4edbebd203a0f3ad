import type { Cost } from '../../price/cost.ts';
import { answerOf, type Answer } from '../../query/answer.ts';

/** The answer that is printed: without the double, which is 0 where nothing is known. */
export type Shown = Omit<Answer, 'double'>;

export function shown(cost: Cost): Shown {
  const { double: _, ...exact } = answerOf(cost);
  return exact;
}

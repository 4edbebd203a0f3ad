import { isDeepStrictEqual } from 'node:util';
import { formatUsd, parseUsd } from '../../src/price/money.ts';
import type { CostCase, VectorAnswer } from './case.ts';

/** What is wrong with the answers to one way of saying a case; empty when nothing is. */
export function differences({ want, times }: CostCase, answers: readonly VectorAnswer[]): readonly string[] {
  const wrong: string[] = [];
  const total = answers.some(({ usd }) => usd === null) ? null : formatUsd(sum(answers, times));
  if (want.usd !== undefined || want.status !== undefined) compare(wrong, 'usd', total, want.usd ?? null);
  for (const given of answers) {
    for (const key of Object.keys(want) as (keyof typeof want)[]) {
      if (key !== 'usd') compare(wrong, key, given[key], want[key]);
    }
    const lines = given.lines.reduce((atto, line) => atto + (parseUsd(line.usd) ?? 0n), 0n);
    if (given.lines.length > 0) compare(wrong, 'sum of the lines', formatUsd(lines), given.usd);
  }
  return wrong;
}

function sum(answers: readonly VectorAnswer[], times: number): bigint {
  return BigInt(times) * answers.reduce((atto, { usd }) => atto + (parseUsd(usd ?? '') ?? 0n), 0n);
}

function compare(wrong: string[], what: string, got: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(got, expected))
    wrong.push(`${what}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
}

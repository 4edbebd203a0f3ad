/** A line may be about several calls: the attempts of one, `usage: {attempts: [{…}, {…}]}`, or one made over and over, `{calls: 1000, …}`. */
import { isObject, list, type Fields } from '../../narrow.ts';
import { isUnpriced, type Cost } from '../../price/cost.ts';
import { MAX_ATTO } from '../../price/money.ts';
import { MAX_QUANTITY } from '../../price/rate.ts';
import { QueryError } from '../../query/query.ts';

/** Queries of one line, all of which were asked so many times. */
export interface Several {
  readonly queries: readonly [unknown, ...unknown[]];
  readonly times: number;
}

/** @throws {QueryError} when the number of calls is none. */
export function callsOf(value: unknown): Several {
  const usage = isObject(value) ? value['usage'] : undefined;
  if (!isObject(value) || !isObject(usage)) return { queries: [value], times: 1 };
  const [first, ...more] = list(usage['attempts']).filter(isObject);
  if (first !== undefined) {
    const queries = [first, ...more].map((attempt) => ({ ...value, usage: withoutOutcome(attempt) }));
    return { queries: queries as [unknown, ...unknown[]], times: 1 };
  }
  const { calls, ...each } = usage;
  if (calls === undefined) return { queries: [value], times: 1 };
  if (typeof calls !== 'number' || !Number.isSafeInteger(calls) || calls < 1)
    throw new QueryError('usage.calls: expected a whole number above 0');
  return { queries: [{ ...value, usage: perCall(each) }], times: calls };
}

/** What they cost together: `priced` when each is, else the status of the first that is not. */
export function together([first, ...more]: readonly [Cost, ...Cost[]], times: number): Cost {
  if (more.length === 0 && times === 1) return first;
  const costs = [first, ...more];
  const known = costs.map(({ total }) => total);
  const factor = BigInt(times);
  const total = known.includes(undefined)
    ? undefined
    : known.reduce<bigint>((sum, each) => sum + (each ?? 0n), 0n) * factor;
  const lines = new Map<string, { unit: string; quantity: number; atto: bigint }>();
  for (const { unit, quantity, atto } of costs.flatMap((cost) => cost.lines)) {
    const line = lines.get(unit) ?? { unit, quantity: 0, atto: 0n };
    lines.set(unit, { unit, quantity: line.quantity + quantity * times, atto: line.atto + atto * factor });
  }
  const isTooMuch = (total ?? 0n) > MAX_ATTO || [...lines.values()].some(({ quantity }) => quantity > MAX_QUANTITY);
  if (isTooMuch)
    return {
      ...first,
      status: 'invalid_usage',
      total: undefined,
      lines: [],
      cacheSaving: undefined,
      reasoning: undefined,
    };
  return {
    ...(costs.find(isUnpriced) ?? first),
    total,
    lines: [...lines.values()],
    cacheSaving: sum(
      costs.map(({ cacheSaving }) => cacheSaving),
      factor,
    ),
    reasoning: sum(
      costs.map(({ reasoning }) => reasoning),
      factor,
    ),
  };
}

function sum(parts: readonly (bigint | undefined)[], factor: bigint): bigint | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b) * factor;
}

function withoutOutcome({ outcome: _outcome, ...usage }: Fields): Fields {
  return usage;
}

/** `input_uncached_each` as `input_uncached`. */
function perCall(usage: Fields): Fields {
  return Object.fromEntries(Object.entries(usage).map(([unit, count]) => [unit.replace(/_each$/, ''), count]));
}

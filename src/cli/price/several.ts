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

/** @throws {QueryError} when the number of calls is none, or an attempt has no usage. */
export function callsOf(value: unknown): Several {
  const usage = isObject(value) ? value['usage'] : undefined;
  if (!isObject(value) || !isObject(usage)) return { queries: [value], times: 1 };
  // Usage as the provider sent it is believed where both are there, and is that of one call.
  const [first, ...more] = isObject(value['raw_usage']) ? [] : list(usage['attempts']);
  if (first !== undefined) {
    // What is said of the whole call is not said of each attempt again.
    const { tool_usage: _once, ...each } = value;
    const again = more.map((attempt) => ({ ...each, usage: withoutOutcome(attempt) }));
    return { queries: [{ ...value, usage: withoutOutcome(first) }, ...again], times: 1 };
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
    assumed: [...new Set(costs.flatMap(({ assumed }) => assumed))],
    unpricedUnits: [...new Set(costs.flatMap(({ unpricedUnits }) => unpricedUnits))],
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

function withoutOutcome(attempt: unknown): Fields {
  if (!isObject(attempt)) throw new QueryError('usage.attempts: expected the usage of each, an object');
  const { outcome: _outcome, ...usage } = attempt;
  return usage;
}

/** `input_uncached_each` as `input_uncached`. */
function perCall(usage: Fields): Fields {
  return Object.fromEntries(Object.entries(usage).map(([unit, count]) => [unit.replace(/_each$/, ''), count]));
}

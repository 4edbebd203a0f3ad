import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from '../../src/price/catalogue.ts';
import { answer, type VectorAnswer } from './case.ts';
import { collectorAnswers, collectorLines } from './collector-engine.ts';
import { smaller } from './shrink.ts';

type Query = Parameters<typeof answer>[1];

/** What came of a comparison. */
export interface Comparison {
  readonly compared: number;
  /** How often each status was the answer. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The first query that the engines answer differently, made smaller. */
  readonly difference?: Difference;
}

export interface Difference {
  readonly query: Query;
  readonly ts: VectorAnswer;
  readonly go: VectorAnswer;
}

interface Asked {
  readonly query: Query;
  readonly ours: string;
}

const BATCH = 256;

/**
 * Asks both engines the same, at the same time, and compares the text of their answers, so that hardly any has to be
 * parsed. `args` are those of `pricelines`; `catalogue` must be the same prices.
 */
export async function compareEngines(
  catalogue: Catalogue,
  queries: Iterable<Query>,
  args: readonly string[] = [],
): Promise<Comparison> {
  const statuses: Record<string, number> = {};
  const underWay: Asked[][] = [];
  function* ask(): Iterable<string> {
    for (const batch of batchesOf(queries, BATCH)) {
      const asked: Asked[] = [];
      let text = '';
      for (const query of batch) {
        const ours = answer(catalogue, query);
        statuses[ours.status] = (statuses[ours.status] ?? 0) + 1;
        asked.push({ query, ours: JSON.stringify(ours) });
        text += `${JSON.stringify(query)}\n`;
      }
      underWay.push(asked);
      yield text;
    }
  }
  let compared = 0;
  let batch: Asked[] = [];
  let next = 0;
  for await (const lines of collectorLines(ask(), args)) {
    for (const theirs of lines) {
      if (next === batch.length) {
        batch = underWay.shift()!;
        next = 0;
      }
      const { query, ours } = batch[next]!;
      next += 1;
      if (ours !== theirs && !isDeepStrictEqual(JSON.parse(ours), JSON.parse(theirs)))
        return { compared, statuses, difference: shrunk(catalogue, query, args) };
      compared += 1;
    }
  }
  return { compared, statuses };
}

function* batchesOf<T>(items: Iterable<T>, size: number): Iterable<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    if (batch.push(item) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function shrunk(catalogue: Catalogue, query: Query, args: readonly string[]): Difference {
  const both = (each: Query): Difference => ({
    query: each,
    ts: answer(catalogue, each),
    go: collectorAnswers([each], args)[0]!,
  });
  return both(
    smaller(query, (each) => {
      // What is left must still be a query.
      if (!('provider' in each && 'at' in each)) return false;
      const { ts, go } = both(each);
      return !isDeepStrictEqual(ts, go);
    }),
  );
}

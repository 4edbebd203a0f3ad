import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isObject } from '../../src/narrow.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { answerOf } from '../../src/query/answer.ts';
import { ask, readQuery } from '../../src/query/query.ts';
import { readVectorFiles } from '../price/case.ts';
import { collectorAnswers } from '../price/collector-engine.ts';
import { isPricingVectors } from '../price/pricing-vectors.ts';
import { seeded, type Random } from '../price/random.ts';

const seed = Number(process.env['TASKMETER_SEED'] ?? Date.now() % 2 ** 31);
const QUERIES = 4000;

/** What a count may be instead: nothing at all, none, too many, no count. */
const STRANGE = [
  null,
  0,
  1,
  7,
  1000,
  123_456,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 60,
  -1,
  1.5,
  1e-7,
  '12',
  '',
  'batch',
  true,
  [],
  {},
];

describe(`the two readers of queries (TASKMETER_SEED=${seed})`, () => {
  it('give the same answer to whatever is said of usage, as a provider sends it or as a bill has it', () => {
    const random = seeded(seed);
    const catalogue = embeddedCatalogue();
    const originals = queriesOfVectors();
    const asked = Array.from({ length: QUERIES }, () => changed(random.pick(originals), originals, random));
    const ts = asked.map((query) => answerOf(ask(catalogue, readQuery(catalogue, query, NaN))));
    const go = collectorAnswers(asked);
    for (const [index, query] of asked.entries()) assert.deepEqual(go[index], ts[index], JSON.stringify(query));
    const statuses = new Set(ts.map(({ status }) => status));
    for (const status of ['priced', 'partial', 'reported', 'unknown_usage', 'invalid_usage'])
      assert.ok(statuses.has(status), `no answer is ${status}`);
  });
});

type Query = Readonly<Record<string, unknown>>;

/** The queries of our worked vectors, with usage said in one way. */
function queriesOfVectors(): readonly Query[] {
  return readVectorFiles('spec/vectors/cost').flatMap(({ content }) =>
    isPricingVectors(content)
      ? content.vectors.flatMap(({ provider, model, at, context, usage, raw_usage: raw, tool_usage: tools }) => {
          const query = { provider, model, at, context, tool_usage: tools };
          const isOneCall = isObject(usage) && !('attempts' in usage) && !('calls' in usage);
          return [...(raw ? [{ ...query, raw_usage: raw }] : []), ...(isOneCall ? [{ ...query, usage }] : [])];
        })
      : [],
  );
}

/** The query with another's provider now and then, and with some things of its usage left out or made strange. */
function changed(query: Query, others: readonly Query[], random: Random): Query {
  const usage = query['raw_usage'] ?? query['usage'];
  const key = 'raw_usage' in query ? 'raw_usage' : 'usage';
  return {
    ...query,
    ...(random.int(8) === 0 ? { provider: random.pick(others)['provider'] } : {}),
    [key]: altered(usage, random),
  };
}

function altered(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((item) => altered(item, random));
  if (!isObject(value)) return random.int(12) === 0 ? random.pick(STRANGE) : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (random.int(25) === 0 ? [] : [[key, altered(item, random)]])),
  );
}

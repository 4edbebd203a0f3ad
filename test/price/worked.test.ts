import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatUsd } from '../../src/price/money.ts';
import { TOKEN_UNITS } from '../../src/price/price-list.ts';
import { readVectorFiles } from './case.ts';
import { isPricingVectors, worked, type PricingVector, type WorkedLine } from './pricing-vectors.ts';
import { sourceRows } from './source-rows.ts';

const vectors: readonly PricingVector[] = readVectorFiles('spec/vectors/cost').flatMap(({ content }) =>
  isPricingVectors(content) ? content.vectors : [],
);

function sum(lines: readonly WorkedLine[]): string {
  return formatUsd(lines.reduce((atto, line) => atto + worked(line), 0n));
}

describe('the expectations of our own vectors', () => {
  it('are more than 150, each by a name of its own', () => {
    assert.ok(vectors.length > 150, `${vectors.length}`);
    assert.equal(new Set(vectors.map(({ id }) => id)).size, vectors.length);
  });

  it('are the sum of their lines, worked out in fractions', () => {
    for (const { id, status, lines = [], expected_usd } of vectors) {
      const isWorked = ['priced', 'modelled'].includes(status) || (status === 'partial' && lines.length > 0);
      if (isWorked) assert.equal(expected_usd, sum(lines), id);
      else assert.deepEqual(lines, [], id);
    }
  });

  it('have savings that are worked out too', () => {
    const saving = vectors.flatMap(({ id, cache_saving }) =>
      cache_saving === undefined ? [] : [{ id, cache_saving }],
    );
    assert.ok(saving.some(({ cache_saving: { usd } }) => usd.startsWith('-')));
    for (const { id, cache_saving } of saving) assert.equal(cache_saving.usd, sum(cache_saving.lines), id);
  });

  it('have a number where their status has one and only there', () => {
    for (const { id, status, expected_usd, lines = [] } of vectors) {
      const has = ['priced', 'modelled', 'reported', 'not_billed'].includes(status) || lines.length > 0;
      assert.equal(expected_usd !== null, has, id);
    }
  });

  it('ask about every provider of the catalogue, every unit of a token, and every status', () => {
    const providers = new Set(vectors.map(({ provider }) => provider.toLowerCase()));
    const units = new Set(vectors.flatMap(({ lines = [] }) => lines.map(({ unit }) => unit)));
    const statuses = new Set(vectors.map(({ status }) => status));
    const missing = (all: Iterable<string>, seen: ReadonlySet<string>): readonly string[] =>
      [...new Set(all)].filter((each) => !seen.has(each));
    assert.deepEqual(
      {
        providers: missing(
          sourceRows().map(({ provider }) => provider),
          providers,
        ),
        units: missing(TOKEN_UNITS, units),
        statuses: missing(STATUSES, statuses),
      },
      { providers: [], units: [], statuses: [] },
    );
  });
});

const STATUSES = [
  'priced',
  'modelled',
  'reported',
  'partial',
  'unknown_model',
  'unknown_usage',
  'invalid_usage',
  'not_billed',
];

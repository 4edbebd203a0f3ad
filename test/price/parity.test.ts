import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { answer } from './case.ts';
import { collectorAnswers } from './collector-engine.ts';
import { queriesOfEveryRow } from './queries.ts';
import { seeded } from './random.ts';

describe('the two engines', () => {
  it('agree to the last digit on 200 random calls of every row', () => {
    const catalogue = embeddedCatalogue();
    const queries = queriesOfEveryRow(catalogue, seeded(20261124), 200);
    const theirs = collectorAnswers(queries);
    assert.equal(theirs.length, queries.length);
    const statuses = new Map<string, number>();
    for (const [index, query] of queries.entries()) {
      const ours = answer(catalogue, query);
      statuses.set(ours.status, (statuses.get(ours.status) ?? 0) + 1);
      assert.deepEqual(theirs[index], ours, JSON.stringify(query));
    }
    // A run in which hardly anything has a price would prove nothing.
    for (const status of ['priced', 'partial', 'invalid_usage', 'unknown_usage', 'unknown_model']) {
      assert.ok((statuses.get(status) ?? 0) > queries.length / 200, `${status}: ${[...statuses].join(' ')}`);
    }
  });
});

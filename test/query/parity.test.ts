import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isObject } from '../../src/narrow.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { QueryError } from '../../src/query/query.ts';
import { mutated } from '../fuzz/mutations.ts';
import { sentUsage } from '../fuzz/seeds.ts';
import { answer, type VectorAnswer, type VectorQuery } from '../price/case.ts';
import { collectorAnswers } from '../price/collector-engine.ts';

const queries = [
  ...sentUsage.map(({ usage, ...call }) => ({ ...call, raw_usage: usage })),
  { provider: 'openai', model: 'gpt-4.1', usage: { input_tokens: 10, output_tokens: 1, tools: { web_search: 1 } } },
  {
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    context: { service_tier: 'batch' },
    usage: { input_uncached: 10, cache_read: 4, cache_write_5m: 3, output: 7, pages: 1, page: 2 },
    tool_usage: { file_search: 3 },
  },
];

describe('the two readers of queries', () => {
  it('make the same of usage as providers send it, and of what is not quite that', () => {
    const catalogue = embeddedCatalogue();
    const asked: VectorQuery[] = [];
    const ours: VectorAnswer[] = [];
    for (const value of fc.sample(mutated(queries), 1000)) {
      if (!isObject(value)) continue;
      // As it is after a way through JSON, at an instant: without one it is now.
      const query = JSON.parse(JSON.stringify({ ...value, at: '2026-11-24T12:00:00Z' })) as VectorQuery;
      try {
        ours.push(answer(catalogue, query));
        asked.push(query);
      } catch (error) {
        assert.ok(error instanceof QueryError, String(error));
      }
    }
    assert.ok(ours.filter(({ usd }) => usd !== null).length > 100);
    const theirs = collectorAnswers(asked);
    assert.equal(theirs.length, ours.length);
    for (const [index, query] of asked.entries()) assert.deepEqual(theirs[index], ours[index], JSON.stringify(query));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { price, type PriceCall } from '../../src/index.ts';
import { isObject } from '../../src/narrow.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { ask, QueryError, readQuery } from '../../src/query/query.ts';
import { junk, mutated } from './mutations.ts';
import { runs } from './runs.ts';
import { sentUsage } from './seeds.ts';
import { assertSound } from './sound.ts';

/** What was found once. */
const FOUND: [unknown][] = [
  [{ provider: 'openai', model: 'gpt-4.1', context: { http_status: Object.create(null) as unknown } }],
  [{ provider: 'openai', model: 'gpt-4.1', usage: { cache_read: 4, constructor: 10 } }],
  [JSON.parse('{"provider": "openai", "model": "gpt-4.1", "usage": {"input": 4, "output": 1, "__proto__": 10}}')],
];

describe('whatever a provider sends as usage', () => {
  const catalogue = embeddedCatalogue();
  const sent = fc
    .constantFrom(...sentUsage)
    .chain(({ usage, ...call }) =>
      fc.record({ ...fixed(call), raw_usage: mutated([usage]), at: fc.constant('2026-11-24T12:00:00Z') }),
    );

  it('has a status, and no number where a count in it is none', () => {
    fc.assert(
      fc.property(sent, (query) => {
        if (!isObject(query.raw_usage)) return;
        const cost = ask(catalogue, readQuery(catalogue, query, 0));
        assertSound(cost);
        const { raw_usage: rawUsage, provider, model } = query;
        assert.equal(price({ provider, model, rawUsage, at: Date.parse(query.at) }).status, cost.status);
        if (hasBadCount(rawUsage) && cost.status !== 'reported') assert.equal(cost.total, undefined, cost.status);
      }),
      runs(0.4),
    );
  });

  it('is a query or none, whatever stands beside it', () => {
    const query = mutated([
      {
        provider: 'openai',
        model: 'gpt-4.1',
        at: '2026-11-24T12:00:00Z',
        usage: { input_tokens: 10, output_tokens: 1, tools: { web_search: 1 } },
        context: { service_tier: 'flex', http_status: 200 },
      },
      {
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        at: 0,
        usage: { input_uncached: 10, cache_read: 4, cache_write_5m: 3, output: 7, pages: 1 },
        tool_usage: { file_search: 3 },
      },
    ]);
    fc.assert(
      fc.property(query, (value) => {
        let read;
        try {
          read = readQuery(catalogue, value, 0);
        } catch (error) {
          assert.ok(error instanceof QueryError, String(error));
          return;
        }
        assertSound(ask(catalogue, read));
      }),
      runs(0.4, FOUND),
    );
  });

  it('has a status where it is said in our words, too', () => {
    const usage = fc.oneof(
      junk,
      mutated([
        {
          inputTokens: 100,
          outputTokens: 10,
          cacheReadTokens: 20,
          cacheWriteTokens: 5,
          reasoningTokens: 3,
          tools: { web_search: 1 },
          inputVideoTokens: 7,
        },
      ]),
      fc.constantFrom({ inputTokens: 10n }, { tools: null }, { reportedUsd: 5 }),
    );
    fc.assert(
      fc.property(
        usage,
        fc.constantFrom('gpt-4.1', 'gpt-realtime', 'text-embedding-3-small', 'whisper-1'),
        (said, model) => {
          const { status, usd } = price({ provider: 'openai', model, usage: said } as PriceCall);
          const hasNumber = ['priced', 'reported', 'partial'].includes(status);
          assert.ok(hasNumber || usd === undefined, status);
        },
      ),
      runs(0.2),
    );
  });
});

function fixed<T extends object>(values: T): { readonly [Key in keyof T]: fc.Arbitrary<T[Key]> } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as never;
}

/** Whether a field that counts tokens has something else in it. */
function hasBadCount(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > 4) return false;
  return Object.entries(value).some(([key, member]: [string, unknown]) =>
    /(tokens|TokenCount)$/i.test(key) && typeof member !== 'object' && member !== undefined
      ? !(Number.isSafeInteger(member) && Number(member) >= 0)
      : hasBadCount(member, depth + 1),
  );
}

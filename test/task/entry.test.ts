import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Attempt, CallError, LlmCall } from '../../src/call.ts';
import type { PriceQuery } from '../../src/price/cost.ts';
import { costOf, entryOf } from '../../src/task/entry.ts';
import { call, price, T0 } from '../span/sdk.ts';

const refused: Attempt = { startedAt: T0, endedAt: T0 + 1, errorType: 'ECONNREFUSED', neverSent: true };
const lost: Attempt = { startedAt: T0, endedAt: T0 + 1, errorType: 'ECONNRESET' };
const answered: Attempt = { startedAt: T0, endedAt: T0 + 1, status: 200 };

function status(code: number): Attempt {
  return { startedAt: T0, endedAt: T0 + 1, status: code };
}

function failed(attempts: readonly Attempt[], error: CallError, change: Partial<LlmCall> = {}): LlmCall {
  return call({ ending: 'error', response: {}, attempts, error, ...change });
}

describe('the price of a call', () => {
  it('is asked for with all it depends on, the response’s word before the request’s', () => {
    const queries: PriceQuery[] = [];
    const ask = (query: PriceQuery): ReturnType<typeof price> => {
      queries.push(query);
      return price(query);
    };
    const usage = { inputTokens: 1, outputTokens: 1 };
    costOf(
      call({
        request: {
          operation: 'chat',
          provider: 'openai',
          model: 'm',
          serviceTier: 'flex',
          speed: 'fast',
          region: 'us',
        },
        response: { model: 'm-2', serviceTier: 'default', speed: 'standard', region: 'eu', usage },
      }),
      ask,
    );
    costOf(
      call({ request: { operation: 'chat', provider: 'x', model: 'm', serviceTier: 'flex' }, response: { usage } }),
      ask,
    );
    assert.deepEqual(queries, [
      { provider: 'openai', model: 'm-2', usage, at: T0, serviceTier: 'default', speed: 'standard', region: 'eu' },
      { provider: 'x', model: 'm', usage, at: T0, serviceTier: 'flex', speed: undefined, region: undefined },
    ]);
  });

  const azure = { operation: 'chat', provider: 'azure.ai.openai', model: 'm' } as const;
  const cases: readonly (readonly [string, LlmCall, string, bigint | undefined, number])[] = [
    ['refused by the network', failed([refused], { type: 'ECONNREFUSED' }), 'not_billed', 0n, 0],
    [
      'answered with 429 until the end',
      failed([status(429), status(429)], { type: '429', status: 429 }),
      'not_billed',
      0n,
      0,
    ],
    ['failed before its first request', failed([], { type: 'TypeError' }), 'not_billed', 0n, 0],
    ['lost after it was sent', failed([lost], { type: 'ECONNRESET' }), 'unknown_usage', undefined, 1],
    ['timed out and then refused', failed([lost, status(500)], { type: '500', status: 500 }), 'not_billed', 0n, 1],
    [
      'aborted while it was under way',
      failed([lost], { type: 'AbortError' }, { ending: 'abort' }),
      'unknown_usage',
      undefined,
      1,
    ],
    [
      'aborted between two attempts',
      failed([status(429)], { type: 'AbortError' }, { ending: 'abort' }),
      'not_billed',
      0n,
      0,
    ],
    ['broken in its stream', failed([answered], { type: 'ECONNRESET' }), 'unknown_usage', undefined, 0],
    [
      'broken in its stream after the usage came',
      failed(
        [answered],
        { type: 'ECONNRESET' },
        { response: { model: 'm-1', usage: { inputTokens: 100, outputTokens: 10 } } },
      ),
      'priced',
      200_000_000_000_000n,
      0,
    ],
    [
      'left by its consumer before any usage came',
      call({ ending: 'break', response: { model: 'm-1' } }),
      'unknown_usage',
      undefined,
      0,
    ],
    ['answered with 400', failed([status(400)], { type: '400', status: 400 }, { request: azure }), 'not_billed', 0n, 0],
    [
      'refused by Azure’s content filter, which bills it',
      failed([status(400)], { type: '400', status: 400, code: 'content_filter' }, { request: azure }),
      'unknown_usage',
      undefined,
      1,
    ],
    [
      'refused by a content filter elsewhere',
      failed([status(400)], { type: '400', status: 400, code: 'content_filter' }),
      'not_billed',
      0n,
      0,
    ],
    [
      'of an unknown model',
      call({ response: { model: 'x', usage: { inputTokens: 1 } } }),
      'unknown_model',
      undefined,
      0,
    ],
  ];
  for (const [what, observed, want, total, unknownAttempts] of cases) {
    it(`is ${want} for a call ${what}`, () => {
      const cost = costOf(observed, price);
      assert.deepEqual(
        { status: cost.status, total: cost.total, unknownAttempts: entryOf(observed, cost).unknownAttempts },
        { status: want, total, unknownAttempts },
      );
    });
  }
});

describe('what a call adds to its task', () => {
  it('is read from the call and its cost', () => {
    const observed = call({
      startedAt: T0 + 0.25,
      endedAt: T0 + 10.7509765625,
      attempts: [status(429), answered],
      response: { model: 'm-1', toolCalls: 2, usage: { inputTokens: 100, outputTokens: 10 } },
    });
    const cost = costOf(observed, price);
    assert.deepEqual(entryOf(observed, cost), {
      operation: 'chat',
      requestModel: 'm-1',
      responseModel: 'm-1',
      startUs: T0 * 1000 + 250,
      endUs: T0 * 1000 + 10_751,
      failed: false,
      attempts: 2,
      unknownAttempts: 0,
      toolCalls: 2,
      usage: { inputTokens: 100, outputTokens: 10 },
      cost,
    });
  });

  it('counts one attempt where none was seen', () => {
    const observed = call({ attempts: [] });
    assert.equal(entryOf(observed, costOf(observed, price)).attempts, 1);
  });
});

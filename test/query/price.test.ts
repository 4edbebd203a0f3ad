import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { price, type PriceCall } from '../../src/index.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';

const catalogue = embeddedCatalogue().version;
const at = new Date('2026-11-24T12:00:00Z');
const call: PriceCall = { provider: 'openai', model: 'gpt-4.1', at };

describe('price()', () => {
  it('prices a call in the words of taskmeter, exactly and unit by unit', () => {
    assert.deepEqual(
      price({
        ...call,
        usage: { inputTokens: 12_000, cacheReadTokens: 8000, outputTokens: 1500, tools: { web_search: 1 } },
      }),
      {
        status: 'priced',
        usd: '0.034',
        lines: [
          { unit: 'input', quantity: 4000, usd: '0.008' },
          { unit: 'cache_read', quantity: 8000, usd: '0.004' },
          { unit: 'output', quantity: 1500, usd: '0.012' },
          { unit: 'web_search', quantity: 1, usd: '0.01' },
        ],
        priceId: 'openai/gpt-4.1',
        catalogue,
        assumed: [],
        unpricedUnits: [],
        cacheSavingUsd: '0.012',
      },
    );
  });

  it('takes the usage as the provider sent it, with the tier and geography it tells', () => {
    const usd = (more: PriceCall): string | undefined => price({ at, ...more }).usd;
    const anthropic = { input_tokens: 10_000, cache_read_input_tokens: 40_000, output_tokens: 3000 };
    const claude = { provider: 'anthropic', model: 'claude-sonnet-4-6' };
    assert.deepEqual(
      {
        plain: usd({ ...claude, rawUsage: anthropic }),
        batch: usd({ ...claude, rawUsage: { ...anthropic, service_tier: 'batch' } }),
        domestic: usd({ ...claude, rawUsage: { ...anthropic, inference_geo: 'us' } }),
        told: usd({ ...claude, rawUsage: { ...anthropic, service_tier: 'batch' }, serviceTier: 'standard' }),
        tool: usd({ ...claude, rawUsage: anthropic, tools: { web_search: 2 } }),
        openai: usd({
          ...call,
          rawUsage: { prompt_tokens: 12_000, completion_tokens: 1500, prompt_tokens_details: { cached_tokens: 8000 } },
        }),
        gemini: usd({
          provider: 'gcp.gemini',
          model: 'gemini-2.5-pro',
          rawUsage: {
            promptTokenCount: 50_000,
            cachedContentTokenCount: 30_000,
            candidatesTokenCount: 1200,
            thoughtsTokenCount: 3800,
          },
        }),
        router: usd({
          provider: 'openrouter',
          model: 'openai/gpt-4.1',
          rawUsage: { prompt_tokens: 1000, completion_tokens: 100, cost: 0.00123 },
        }),
      },
      {
        plain: '0.087',
        batch: '0.0435',
        domestic: '0.0957',
        told: '0.087',
        tool: '0.107',
        openai: '0.024',
        gemini: '0.07875',
        router: '0.00123',
      },
    );
  });

  it('has no number where nothing is known, and says why', () => {
    const usage = { inputTokens: 10, outputTokens: 1 };
    assert.deepEqual(price({ ...call, model: 'gpt-99', usage }), {
      status: 'unknown_model',
      lines: [],
      catalogue,
      assumed: [],
      unpricedUnits: [],
    });
    assert.deepEqual(price(call), { status: 'unknown_usage', lines: [], catalogue, assumed: [], unpricedUnits: [] });
  });

  it('says of usage that makes no sense that it is invalid, whatever it is', () => {
    const usages: readonly unknown[] = [
      { inputTokens: -1, outputTokens: 1 },
      { inputTokens: '10', outputTokens: 1 },
      { inputTokens: 10n, outputTokens: 1n },
      { inputTokens: 1.5, outputTokens: 1 },
      { inputTokens: 2 ** 63, outputTokens: 1 },
      { inputTokens: 10, outputTokens: 1, cacheReadTokens: 11 },
      { inputTokens: 10, outputTokens: 1, cachedTokens: 5 },
      { inputTokens: 10, outputTokens: 1, tools: { web_search: '1' } },
      { inputTokens: 10, outputTokens: 1, tools: 7 },
      { inputTokens: 10, outputTokens: 1, reportedUsd: 0.5 },
      { inputTokens: 10, outputTokens: 1, reportedUsd: '-1' },
      [],
      'many',
      7,
    ];
    for (const usage of usages) {
      const { status, usd } = price({ ...call, usage } as PriceCall);
      assert.deepEqual([status, usd], ['invalid_usage', undefined]);
    }
    const raws: readonly object[] = [
      { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: -5 } },
      { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: '5' } },
      { prompt_tokens: NaN, completion_tokens: 1 },
      { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 11 } },
    ];
    for (const rawUsage of raws) assert.equal(price({ ...call, rawUsage }).status, 'invalid_usage');
    assert.equal(price({ ...call, rawUsage: { tokens: 'none' } }).status, 'invalid_usage');
    assert.equal(price({ ...call, rawUsage: {} }).status, 'unknown_usage');
  });

  it('is by the price in force at the instant, which is now when nobody says', () => {
    const o3 = { provider: 'openai', model: 'o3', usage: { inputTokens: 10_000, outputTokens: 2000 } };
    assert.deepEqual(
      [new Date('2025-06-09T00:00:00Z'), Date.parse('2026-01-01')].map((instant) => price({ ...o3, at: instant }).usd),
      ['0.18', '0.036'],
    );
    assert.equal(price(o3).usd, price({ ...o3, at: new Date() }).usd);
  });

  it('marks a cache write whose lifetime nobody told', () => {
    const rawUsage = { input_tokens: 3, cache_creation_input_tokens: 12_304, output_tokens: 550 };
    const { usd, assumed } = price({ provider: 'anthropic', model: 'claude-3-7-sonnet-20250219', rawUsage, at });
    assert.deepEqual([usd, assumed], ['0.054399', ['cache_write_5m']]);
  });

  it('refuses arguments that are none, and names them', () => {
    const cases: readonly (readonly [unknown, string])[] = [
      [undefined, 'price(): expected a call, as in { provider, model, usage }; got undefined'],
      [{ model: 'm' }, 'price(): provider: expected a name, as in "openai"; got undefined'],
      [{ provider: '' }, 'price(): provider: expected a name, as in "openai"; got ""'],
      [{ ...call, model: 5 }, 'price(): model: expected a string; got number'],
      [{ ...call, at: 'yesterday' }, 'price(): at: expected a Date or epoch milliseconds; got "yesterday"'],
      [{ ...call, at: new Date('yesterday') }, 'price(): at: expected a Date or epoch milliseconds; got object'],
      [{ ...call, usage: {}, rawUsage: {} }, 'price(): expected usage or rawUsage, not both; got object'],
      [{ ...call, rawUsage: 'text' }, 'price(): rawUsage: expected an object; got "text"'],
      [
        { ...call, servicetier: 'batch' },
        'price(): unknown servicetier (did you mean serviceTier?); known are provider, model, usage, rawUsage, at, serviceTier, speed, region, tools',
      ],
    ];
    for (const [argument, message] of cases)
      assert.throws(() => price(argument as PriceCall), new TypeError(`taskmeter: ${message}`));
  });
});

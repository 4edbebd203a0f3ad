import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { answerOf } from '../../src/query/answer.ts';
import { price, type Price, type PriceCall } from '../../src/query/price.ts';
import { ask, QueryError, readQuery } from '../../src/query/query.ts';
import { WHOLE } from '../../src/query/said-usage.ts';

const catalogue = embeddedCatalogue();
const noon = Date.parse('2026-11-24T12:00:00Z');

const provider = fc.constantFrom('openai', 'anthropic', 'gcp.gemini', 'aws.bedrock', 'x_ai', '__proto__');
const model = fc.constantFrom('gpt-4.1', 'claude-haiku-4-5', 'gemini-2.5-pro', 'amazon.nova-pro', 'constructor');

/** With what is a count in most places, so that not everything is refused at once. */
function usage(names: readonly string[]): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const value = fc.oneof({ weight: 6, arbitrary: fc.nat(1000) }, fc.anything());
  return fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

describe('price()', () => {
  it('gives a status or refuses, whatever JavaScript hands over', () => {
    const call = fc.record(
      {
        provider: fc.oneof(provider, fc.anything()),
        model: fc.oneof(model, fc.anything()),
        usage: fc.oneof(usage([...Object.values(WHOLE), 'tools', 'reportedUsd']), fc.anything()),
        rawUsage: fc.anything(),
        at: fc.oneof(fc.constant(noon), fc.date(), fc.anything()),
        serviceTier: fc.anything(),
        tools: fc.anything(),
      },
      { requiredKeys: ['provider'] },
    );
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: call }, fc.anything()), (given) => {
        const { status, usd } = priced(given) ?? { status: 'refused', usd: undefined };
        assert.equal(typeof status, 'string');
        if (usd !== undefined) assert.match(usd, /^\d+(\.\d+)?$/);
      }),
      { numRuns: 5000 },
    );
  });

  it('gives no number for usage with a count that is none', () => {
    fc.assert(
      fc.property(provider, model, usage(Object.values(WHOLE)), (of, name, counts) => {
        const { status, usd } = price({ provider: of, model: name, usage: counts, at: noon });
        const values = Object.values(counts).filter((value) => value !== undefined);
        if (!values.every(isCount)) assert.equal(usd, undefined, status);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a query', () => {
  it('is answered or refused, whatever JSON it is', () => {
    const said = fc.oneof(
      usage([...Object.keys(WHOLE), 'input_uncached', 'output', 'tools', 'reported_usd']),
      fc.jsonValue(),
    );
    const raw = fc.oneof(usage(RAW), fc.jsonValue());
    const query = fc.record(
      {
        provider,
        model,
        usage: said,
        raw_usage: raw,
        context: fc.jsonValue(),
        tool_usage: fc.jsonValue(),
        at: fc.constant(noon),
      },
      { requiredKeys: ['provider', 'model', 'at'] },
    );
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: query }, fc.jsonValue()), (asked) => {
        const usd = answered(asked)?.usd ?? null;
        if (usd !== null) assert.match(usd, /^\d+(\.\d+)?$/);
      }),
      { numRuns: 5000 },
    );
  });
});

function priced(given: unknown): Price | undefined {
  try {
    return price(given as PriceCall);
  } catch (error) {
    if (!(error instanceof TypeError && error.message.startsWith('taskmeter: '))) throw error;
    return undefined;
  }
}

function answered(asked: unknown): ReturnType<typeof answerOf> | undefined {
  try {
    return answerOf(ask(catalogue, readQuery(catalogue, asked, noon)));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return undefined;
  }
}

/** Fields of the usage that providers send. */
const RAW = [
  'prompt_tokens',
  'completion_tokens',
  'prompt_tokens_details',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation',
  'promptTokenCount',
  'candidatesTokenCount',
  'promptTokensDetails',
  'inputTokens',
  'outputTokens',
  'billed_units',
  'pages_processed',
  'cost',
];

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { PriceStatus } from '../../src/price/cost.ts';
import { formatUsd, parseUsd } from '../../src/price/money.ts';
import { openAccount } from '../../src/task/account.ts';
import { createTally, type Entry, type ToolEntry, type Totals } from '../../src/task/totals.ts';

const folder = new URL('../../spec/vectors/totals/', import.meta.url);

interface CallVector {
  readonly operation?: string;
  readonly request_model?: string;
  readonly response_model?: string;
  readonly start_us?: number;
  readonly end_us?: number;
  readonly failed?: boolean;
  readonly attempts?: number;
  readonly unknown_attempts?: number;
  readonly tool_calls?: number;
  readonly usage?: {
    readonly input_tokens?: number;
    readonly output_tokens?: number;
    readonly cache_read_tokens?: number;
    readonly cache_write_tokens?: number;
    readonly reasoning_tokens?: number;
  };
  readonly cost: { readonly status: PriceStatus; readonly usd?: string; readonly cache_saving_usd?: string };
}

interface ToolVector {
  readonly name: string;
  readonly cost: { readonly status: PriceStatus; readonly usd?: string };
}

interface VectorFile {
  readonly about: string;
  readonly cases: readonly {
    readonly name: string;
    readonly calls: readonly CallVector[];
    readonly tools?: readonly ToolVector[];
    readonly want: Readonly<Record<string, unknown>>;
  }[];
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { about, cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as VectorFile;
  describe(`totals: ${about}`, () => {
    for (const { name, calls, tools = [], want } of cases) {
      it(name, () => {
        const entries = [...calls.map(entry), ...tools.map(toolEntry)];
        for (const order of orders(entries)) assert.deepEqual(words(fold(order)), want);
      });
    }
  });
}

describe('totals in any order', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`are the same for 60 random calls (seed ${seed})`, () => {
      const random = generator(seed);
      const entries = Array.from({ length: 60 }, () => randomEntry(random));
      const want = fold(entries);
      for (let round = 0; round < 20; round += 1) assert.deepEqual(fold(shuffled(entries, random)), want);
    });
  }
});

describe('totals of nested tasks', () => {
  for (const seed of [11, 12, 13]) {
    it(`are those of all their calls, however these are grouped (seed ${seed})`, () => {
      const random = generator(seed);
      const entries = Array.from({ length: 80 }, () => randomEntry(random));
      const quiet = (): void => {};
      const outermost = openAccount(undefined, quiet);
      const accounts = [outermost];
      for (let n = 0; n < 10; n += 1) accounts.push(openAccount(accounts[random(accounts.length)], quiet));
      for (const one of entries) {
        const account = accounts[random(accounts.length)] ?? outermost;
        if ('tool' in one) {
          account.beginTool();
          account.bookTool(one);
        } else {
          account.begin(false);
          account.book(one);
        }
      }
      assert.deepEqual(outermost.totals(), fold(entries));
    });
  }
});

function fold(entries: readonly (Entry | ToolEntry)[]): Totals {
  const tally = createTally();
  for (const one of entries) {
    if ('tool' in one) tally.addTool(one);
    else tally.add(one);
  }
  return tally.totals();
}

function toolEntry({ name, cost: { status, usd } }: ToolVector): ToolEntry {
  return { tool: name, cost: { status, total: money(usd) } };
}

function entry(vector: CallVector): Entry {
  const { usage, cost } = vector;
  return {
    operation: vector.operation ?? 'chat',
    requestModel: vector.request_model,
    responseModel: vector.response_model,
    startUs: vector.start_us ?? 0,
    endUs: vector.end_us ?? 0,
    failed: vector.failed ?? false,
    attempts: vector.attempts ?? 1,
    unknownAttempts: vector.unknown_attempts ?? 0,
    toolCalls: vector.tool_calls,
    usage: usage && {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_tokens,
      cacheWriteTokens: usage.cache_write_tokens,
      reasoningTokens: usage.reasoning_tokens,
    },
    cost: { status: cost.status, total: money(cost.usd), cacheSaving: money(cost.cache_saving_usd) },
  };
}

function money(text: string | undefined): bigint | undefined {
  return text === undefined ? undefined : parseUsd(text);
}

/** In the vectors' words. */
function words(totals: Totals): Record<string, unknown> {
  const exact = (atto: bigint | undefined): string | undefined => (atto === undefined ? undefined : formatUsd(atto));
  const all: Record<string, unknown> = {
    calls: totals.calls,
    attempts: totals.attempts,
    retries: totals.retries,
    unknown_attempts: totals.unknownAttempts,
    tool_calls: totals.toolCalls,
    models: totals.models,
    input_tokens: totals.inputTokens,
    output_tokens: totals.outputTokens,
    cache_read_tokens: totals.cacheReadTokens,
    cache_write_tokens: totals.cacheWriteTokens,
    reasoning_tokens: totals.reasoningTokens,
    tokens_complete: totals.tokensComplete,
    unpriced_calls: totals.unpricedCalls,
    price_status: totals.priceStatus,
    cost_exact: exact(totals.cost),
    cost_micro_usd: totals.costMicroUsd,
    cost_bucket: totals.costBucket,
    priced_tool_calls: totals.pricedToolCalls,
    tool_cost_exact: exact(totals.toolCost),
    retry_cost_exact: exact(totals.retryCost),
    cache_saving_exact: exact(totals.cacheSaving),
    cache_hit_ratio: totals.cacheHitRatio,
    llm_time_ms: totals.llmTimeMs,
    context_growth: totals.contextGrowth,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Every rotation, forwards and backwards. */
function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  const rotations = items.map((_, at) => [...items.slice(at), ...items.slice(0, at)]);
  return [items, ...rotations, ...rotations.map((order) => order.toReversed())];
}

type Random = (below: number) => number;

function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, key: random(1_000_000) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function randomEntry(random: Random): Entry | ToolEntry {
  if (random(5) === 0) {
    const isReported = random(4) > 0;
    const total = isReported ? BigInt(random(1_000_000)) * 10n ** 11n + 1n : undefined;
    return { tool: `tool-${random(3)}`, cost: { status: isReported ? 'reported' : 'invalid_usage', total } };
  }
  const maybe = <T>(value: T): T | undefined => (random(3) === 0 ? undefined : value);
  const statuses = ['priced', 'reported', 'partial', 'unknown_model', 'unknown_usage', 'invalid_usage'] as const;
  const status = statuses[random(statuses.length)] ?? 'priced';
  const known = status === 'priced' || status === 'reported' || status === 'partial';
  const start = random(5_000);
  return {
    operation: ['chat', 'embeddings', 'generate_content'][random(3)] ?? 'chat',
    requestModel: maybe(`asked-${random(3)}`),
    responseModel: maybe(`answered-${random(4)}`),
    startUs: start,
    endUs: start + random(400),
    failed: random(4) === 0,
    attempts: 1 + random(3),
    unknownAttempts: random(2),
    toolCalls: maybe(random(3)),
    usage: maybe({
      inputTokens: maybe(random(10_000)),
      outputTokens: maybe(random(1_000)),
      cacheReadTokens: maybe(random(500)),
      cacheWriteTokens: maybe(random(500)),
      reasoningTokens: maybe(random(100)),
    }),
    cost: {
      status,
      total: known ? BigInt(random(1_000_000)) * 10n ** 11n + 1n : undefined,
      cacheSaving: known ? maybe(BigInt(random(1_000) - 500)) : undefined,
    },
  };
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Usage } from '../../src/call.ts';
import { matchModel, withOverrides } from '../../src/price/catalogue.ts';
import { priceOf } from '../../src/price/cost.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { parseUsd, type Atto } from '../../src/price/money.ts';
import { answer } from './case.ts';
import { queriesOfEveryRow } from './queries.ts';
import { seeded } from './random.ts';

const catalogue = embeddedCatalogue();
const noon = Date.parse('2026-11-24T12:00:00Z');

describe('prices', () => {
  it('are the sum of their lines, each unit once, whatever the call', () => {
    for (const query of queriesOfEveryRow(catalogue, seeded(7), 20)) {
      const { usd, lines, status } = answer(catalogue, query);
      const sum = lines.reduce((atto, line) => atto + (parseUsd(line.usd) ?? 0n), 0n);
      if (usd !== null) assert.equal(sum, parseUsd(usd), JSON.stringify(query));
      assert.equal(new Set(lines.map(({ unit }) => unit)).size, lines.length);
      assert.equal(usd === null, status !== 'priced' && lines.length === 0, JSON.stringify(query));
    }
  });

  it('sum to the same in any order', () => {
    const random = seeded(11);
    const totals = queriesOfEveryRow(catalogue, random, 5).map(
      (query) => parseUsd(answer(catalogue, query).usd ?? '0') ?? 0n,
    );
    const sum = (list: readonly Atto[]): Atto => list.reduce((total, each) => total + each, 0n);
    const shuffled = totals.map((total) => ({ total, at: random.int(1 << 30) })).toSorted((a, b) => a.at - b.at);
    assert.equal(sum(totals), sum(totals.toReversed()));
    assert.equal(sum(totals), sum(shuffled.map(({ total }) => total)));
  });

  it('have a status for every number in every field', () => {
    const random = seeded(13);
    const numbers = [NaN, Infinity, -Infinity, -1, -0, 0, 0.5, 1, 999, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 1e300];
    const fields: readonly (keyof Usage)[] = [
      'cacheReadTokens',
      'cacheWriteTokens',
      'cacheWrite5mTokens',
      'cacheWrite1hTokens',
      'reasoningTokens',
      'inputAudioTokens',
      'inputImageTokens',
      'cacheReadAudioTokens',
      'outputAudioTokens',
      'outputImageTokens',
    ];
    const seen = new Set<string>();
    for (let round = 0; round < 20_000; round += 1) {
      const usage = Object.fromEntries([
        ['inputTokens', random.pick(numbers)],
        ['outputTokens', random.pick(numbers)],
        ...fields.filter(() => random.int(5) === 0).map((field) => [field, random.pick(numbers)]),
      ]) as Usage;
      const cost = priceOf(catalogue, { provider: 'openai', model: 'gpt-realtime', usage, at: noon });
      seen.add(cost.status);
      assert.equal(cost.total !== undefined && cost.total < 0n, false);
      const isNumber = Object.values(usage).every((value) => Number.isSafeInteger(value) && Number(value) >= 0);
      if (!isNumber) assert.equal(cost.status, 'invalid_usage', JSON.stringify(usage));
    }
    assert.deepEqual([...seen].toSorted(), ['invalid_usage', 'partial', 'priced']);
  });

  it('have a status for every instant, and a name for every provider', () => {
    const usage = { inputTokens: 1, outputTokens: 1 };
    for (const at of [NaN, Infinity, -Infinity, -1, 0, 8.64e15, 1e300]) {
      const { status } = priceOf(catalogue, { provider: 'openai', model: 'o3', usage, at });
      assert.ok(status === 'priced' || status === 'unknown_model', status);
    }
    for (const provider of ['', '__proto__', 'constructor', '\n', '💶'])
      assert.equal(priceOf(catalogue, { provider, model: 'gpt-4.1', usage, at: noon }).status, 'unknown_model');
  });

  it('add up to the invoice where doubles do not: a thousand million calls of 0.0000007', () => {
    const usage = { inputTokens: 3, outputTokens: 1 };
    const { total } = priceOf(catalogue, { provider: 'openai', model: 'gpt-4.1-nano', usage, at: noon });
    assert.equal((total ?? 0n) * 1_000_000_000n, parseUsd('700'));
  });

  it('remember a bounded number of models', () => {
    const fresh = withOverrides(catalogue, catalogue);
    for (let index = 0; index < 10_000; index += 1) matchModel(fresh, 'openai', `model-${index}`);
    matchModel(fresh, 'openai', 'x'.repeat(1000));
    assert.ok(fresh.remembered.size <= 4096);
    assert.equal(fresh.remembered.has(`openai\n${'x'.repeat(1000)}`), false);
  });
});

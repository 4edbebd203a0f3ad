import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Usage } from '../../src/call.ts';
import { loadCatalogue, matchModel, withOverrides } from '../../src/price/catalogue.ts';
import { priceOf, type Cost, type PriceQuery } from '../../src/price/cost.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { parseUsd, type Atto } from '../../src/price/money.ts';
import { chargeFor, flatRows, listOf, plainCall, rowCall, usageOfUnits, type UnitCall } from './price-arbitraries.ts';
import { sourceRows } from './source-rows.ts';

const catalogue = embeddedCatalogue();
const noon = Date.parse('2026-11-24T12:00:00Z');
const rows = sourceRows();

/** What a call has a number for. */
const NUMBERS = new Set(['priced', 'modelled', 'reported', 'partial', 'not_billed']);

function total(call: UnitCall): Atto {
  const cost = costOf(call);
  assert.notEqual(cost.total, undefined, cost.status);
  return cost.total ?? 0n;
}

function costOf({ row, units, fees, ...circumstances }: UnitCall): Cost {
  const usage: Usage = { ...usageOfUnits(units), tools: fees };
  return priceOf(catalogue, { provider: row.provider, model: row.model, usage, ...circumstances });
}

describe('prices', () => {
  it('are the sum of their lines, each unit once, whatever the call', () => {
    fc.assert(
      fc.property(rowCall(rows), (call) => {
        const { total: sum, lines, status } = costOf(call);
        assert.equal(new Set(lines.map(({ unit }) => unit)).size, lines.length);
        assert.ok(lines.every(({ quantity, atto }) => quantity > 0 && atto >= 0n));
        if (sum !== undefined)
          assert.equal(
            sum,
            lines.reduce((atto, line) => atto + line.atto, 0n),
          );
        assert.equal(sum === undefined, status !== 'priced' && status !== 'modelled' && lines.length === 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('sum to the same in any order', () => {
    const calls = fc.array(rowCall(rows), { minLength: 2, maxLength: 12 });
    const twoOrders = calls.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    const sum = (list: readonly UnitCall[]): Atto => list.reduce((atto, call) => atto + (costOf(call).total ?? 0n), 0n);
    fc.assert(fc.property(twoOrders, ([one, other]) => assert.equal(sum(one), sum(other))));
  });

  it('are what the row lists, by arithmetic of another kind', () => {
    fc.assert(
      fc.property(plainCall(flatRows(rows)), (call) => {
        const { total: sum, status } = costOf(call);
        const list = listOf(call.row);
        const quantities = Object.entries({ ...call.units, ...call.fees }).filter(([, quantity]) => quantity > 0);
        if (quantities.some(([unit]) => list[unit] === undefined)) {
          assert.equal(status, 'partial');
          return;
        }
        const exact = quantities.map(([unit, quantity]) => chargeFor(list[unit]!, quantity).toAtto());
        assert.equal(
          sum,
          exact.reduce((atto, each) => atto + each, 0n),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('never fall when more of anything is used', () => {
    const more = plainCall(flatRows(rows)).chain((call) =>
      fc.tuple(fc.constant(call), fc.constantFrom(...Object.keys(call.units)), fc.nat(1_000_000)),
    );
    fc.assert(
      fc.property(more, ([call, unit, extra]) => {
        const grown = { ...call, units: { ...call.units, [unit]: (call.units[unit] ?? 0) + extra } };
        if (costOf(grown).status === 'priced') assert.ok(total(grown) >= total(call));
      }),
      { numRuns: 3000 },
    );
  });

  it('of a call in two parts are those of the whole but for the rounding of the lines', () => {
    const split = plainCall(flatRows(rows)).chain((call) => {
      const parts = Object.fromEntries(
        Object.entries(call.units).map(([unit, quantity]) => [unit, fc.integer({ min: 0, max: quantity })]),
      );
      return fc.tuple(fc.constant(call), fc.record(parts));
    });
    fc.assert(
      fc.property(split, ([call, part]) => {
        const whole = { ...call, fees: {} };
        const rest = Object.fromEntries(
          Object.entries(call.units).map(([unit, quantity]) => [unit, quantity - (part[unit] ?? 0)]),
        );
        const { status, lines } = costOf(whole);
        if (status !== 'priced') return;
        const apart = total({ ...whole, units: part }) + total({ ...whole, units: rest });
        const difference = apart - total(whole);
        // Three roundings of at most half an atto-dollar a line.
        assert.ok((difference < 0n ? -difference : difference) * 2n <= 3n * BigInt(lines.length), `${difference}`);
      }),
      { numRuns: 3000 },
    );
  });

  it('are not changed by a discount of 1, and halved by one of one half', () => {
    const providers = [...new Set(rows.map(({ provider }) => provider))];
    const withDiscount = (factor: string) =>
      withOverrides(
        catalogue,
        loadCatalogue({ discounts: providers.map((provider) => ({ provider, factor })) }, 'test', catalogue.names),
      );
    const [whole, half] = [withDiscount('1'), withDiscount('0.5')];
    fc.assert(
      fc.property(rowCall(rows), ({ row, units, fees, ...circumstances }) => {
        const usage: Usage = { ...usageOfUnits(units), tools: fees };
        const query: PriceQuery = { provider: row.provider, model: row.model, usage, ...circumstances };
        const plain = priceOf(catalogue, query);
        const same = priceOf(whole, query);
        assert.deepEqual({ ...same, priceId: plain.priceId, catalogue: plain.catalogue }, plain);
        if (plain.priceId !== undefined) assert.equal(same.priceId, `${plain.priceId}*1`);
        const halved = priceOf(half, query).lines.map(({ atto }) => atto);
        for (const [index, { atto }] of plain.lines.entries()) {
          const off = 2n * halved[index]! - atto;
          // Two roundings: of half the price, and of the whole one twice.
          assert.ok(off >= -2n && off <= 2n, `${atto} ${halved[index]}`);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are those of the row in force at the instant', () => {
    const dated = rows.filter(({ from, to }) => from !== undefined || to !== undefined);
    assert.ok(dated.length > 20);
    for (const { provider, model, from, to } of dated) {
      const instants = [from, to].flatMap((text) => (text === undefined ? [] : [Date.parse(text)]));
      for (const at of instants.flatMap((instant) => [instant - 1, instant])) {
        const inForce = rows.find(
          (row) =>
            row.provider === provider &&
            row.model === model &&
            (row.from === undefined || Date.parse(row.from) <= at) &&
            (row.to === undefined || at < Date.parse(row.to)),
        );
        const usage = { inputTokens: 0, outputTokens: 0 };
        const { priceId } = priceOf(catalogue, { provider, model, usage, at });
        const id = `${provider}/${model}${inForce?.from === undefined ? '' : `@${inForce.from}`}`;
        assert.equal(priceId, inForce === undefined ? undefined : id, new Date(at).toISOString());
      }
    }
  });

  it('have a status for every number in every field', () => {
    const number = fc.oneof(
      fc.constantFrom(NaN, Infinity, -Infinity, -1, -0, 0.5, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 1e300),
      fc.double(),
      fc.nat(),
    );
    const usages = fc.record(Object.fromEntries(USAGE_FIELDS.map((field) => [field, number])), { requiredKeys: [] });
    fc.assert(
      fc.property(usages, (usage) => {
        const cost = priceOf(catalogue, { provider: 'openai', model: 'gpt-realtime', usage, at: noon });
        assert.equal(cost.total !== undefined && cost.total < 0n, false);
        const isCount = Object.values(usage).every((value) => Number.isSafeInteger(value) && Number(value) >= 0);
        if (!isCount) assert.ok(cost.status === 'invalid_usage' || cost.status === 'unknown_usage', cost.status);
      }),
      { numRuns: 5000 },
    );
  });

  it('have a status for every instant, provider and circumstance', () => {
    const usage = fc.record(Object.fromEntries(USAGE_FIELDS.map((field) => [field, fc.double()])), {
      requiredKeys: [],
    });
    const query = fc.record({
      provider: fc.oneof(fc.constantFrom('openai', 'anthropic', '__proto__', 'constructor', ''), fc.string()),
      model: fc.oneof(fc.constantFrom('gpt-4.1', 'claude-haiku-4-5', '__proto__', 'toString'), fc.string()),
      usage,
      at: fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity, 8.64e15, 1e300, noon), fc.double()),
      serviceTier: fc.option(fc.string(), { nil: undefined }),
      speed: fc.option(fc.string(), { nil: undefined }),
      region: fc.option(fc.string(), { nil: undefined }),
    });
    fc.assert(
      fc.property(query, (asked) => {
        const cost = priceOf(catalogue, asked);
        assert.equal(typeof cost.status, 'string');
        if (cost.total !== undefined) {
          assert.ok(NUMBERS.has(cost.status), cost.status);
          assert.ok(cost.total >= 0n);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('add up to the invoice where doubles do not: a thousand million calls of 0.0000007', () => {
    const usage = { inputTokens: 3, outputTokens: 1 };
    const { total: each } = priceOf(catalogue, { provider: 'openai', model: 'gpt-4.1-nano', usage, at: noon });
    assert.equal((each ?? 0n) * 1_000_000_000n, parseUsd('700'));
  });

  it('remember a bounded number of models', () => {
    const fresh = withOverrides(catalogue, catalogue);
    for (let index = 0; index < 10_000; index += 1) matchModel(fresh, 'openai', `model-${index}`);
    matchModel(fresh, 'openai', 'x'.repeat(1000));
    assert.ok((fresh.remembered.get('openai')?.size ?? 0) <= 4096);
    assert.equal(fresh.remembered.get('openai')?.has('x'.repeat(1000)), false);
  });
});

const USAGE_FIELDS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'reasoningTokens',
  'inputAudioTokens',
  'inputImageTokens',
  'inputVideoTokens',
  'cacheReadAudioTokens',
  'cacheReadImageTokens',
  'cacheReadVideoTokens',
  'outputAudioTokens',
  'outputImageTokens',
  'outputVideoTokens',
];

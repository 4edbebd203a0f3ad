import assert from 'node:assert/strict';
import type { Usage } from '../../src/call.ts';
import type { Catalogue } from '../../src/price/catalogue.ts';
import { priceOf, type Cost } from '../../src/price/cost.ts';
import { formatUsd, MAX_ATTO, parseUsd, toDouble } from '../../src/price/money.ts';

const WITH_NUMBER = ['priced', 'modelled', 'reported', 'partial', 'not_billed'];
const WITHOUT = ['unknown_model', 'unknown_usage', 'invalid_usage', 'partial'];

/** What holds of every cost, whatever was asked. */
export function assertSound({ status, total, lines, cacheSaving, unpricedUnits }: Cost): void {
  assert.ok((total === undefined ? WITHOUT : WITH_NUMBER).includes(status), `${status} ${total}`);
  assert.equal(status === 'partial', unpricedUnits.length > 0);
  for (const { unit, quantity, atto } of lines)
    assert.ok(Number.isSafeInteger(quantity) && quantity > 0 && atto >= 0n, `${unit}: ${quantity} ${atto}`);
  if (total === undefined) return;
  assert.ok(total >= 0n && total <= MAX_ATTO);
  if (status !== 'reported')
    assert.equal(
      total,
      lines.reduce((sum, { atto }) => sum + atto, 0n),
    );
  for (const atto of [total, cacheSaving ?? 0n]) assert.equal(parseUsd(formatUsd(atto)), atto);
  assert.equal(toDouble(total), Number(formatUsd(total)));
}

const INSTANTS = ['2020-01-01', '2026-01-01', '2026-08-20T02:00:00Z', '2026-11-24T12:00:00Z', '2030-01-01'].map(
  Date.parse,
);
const USAGES: readonly Usage[] = [
  { inputTokens: 1_000_000, outputTokens: 1000, cacheReadTokens: 300, cacheWriteTokens: 200, reasoningTokens: 10 },
  { inputTokens: 2 ** 53 - 1, outputTokens: 2 ** 53 - 1, tools: { page: 2 ** 53 - 1, web_search: 1 } },
  { inputTokens: 10, outputTokens: 10, inputVideoTokens: 5, inputImageTokens: 3, outputVideoTokens: 4 },
];

/** Asks for every row that `asked` has, of `catalogue`. */
export function assertSoundRows(catalogue: Catalogue, asked: Catalogue): void {
  for (const { provider, model } of asked.layers.flatMap(({ rows }) => rows)) {
    for (const at of INSTANTS) {
      for (const usage of USAGES) {
        for (const circumstances of [{}, { serviceTier: 'batch', speed: 'fast', region: 'us' }])
          assertSound(priceOf(catalogue, { provider, model, at, usage, ...circumstances }));
      }
    }
  }
}

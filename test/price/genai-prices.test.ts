import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { readDecisions } from '../../scripts/import-prices/decisions.ts';
import { openGenaiPrices } from '../../scripts/import-prices/genai-prices.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { compareWithGenaiPrices } from './genai-prices/compare.ts';

/** One cause of differences, with every difference that it explains. */
interface Explanation {
  readonly reason: string;
  readonly lines: readonly string[];
}

describe('beside genai-prices', async () => {
  const { models, answers, differences } = compareWithGenaiPrices(embeddedCatalogue(), await openGenaiPrices());
  const explanations = parse(
    readFileSync(`${import.meta.dirname}/genai-prices/differences.yaml`, 'utf8'),
  ) as readonly Explanation[];
  const explained = explanations.flatMap(({ lines }) => lines);
  // Where somebody chose another source over it, the choice stands with its reason and both prices in decisions.yaml.
  const chosen = new Set(
    readDecisions()
      .disagreements.filter(({ choice }) => choice === 'pi-ai')
      .map(({ model }) => model),
  );
  const found = differences.filter(({ model }) => !chosen.has(model)).map(({ line }) => line);

  it('prices what both know', () => {
    assert.ok(models >= 1000 && answers >= 3000, `${models} models, ${answers} answers`);
  });

  it('differs nowhere without a reason', () => {
    assert.deepEqual(
      found.filter((line) => !explained.includes(line)),
      [],
    );
  });

  it('has no reason for a difference that is none', () => {
    assert.deepEqual(
      explained.filter((line) => !found.includes(line)),
      [],
    );
  });

  it('says why of each, and once', () => {
    assert.equal(new Set(explained).size, explained.length);
    for (const { reason, lines } of explanations) assert.ok(reason.length >= 40 && lines.length > 0, reason);
  });
});

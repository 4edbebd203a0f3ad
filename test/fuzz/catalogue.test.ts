import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { indexCatalogue, loadCatalogue, withOverrides, type Catalogue } from '../../src/price/catalogue.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { PriceFileError } from '../../src/price/fields.ts';
import { mutated } from './mutations.ts';
import { runs } from './runs.ts';
import { priceFiles } from './seeds.ts';
import { assertSoundRows } from './sound.ts';

/** What is refused must say where and why. */
function load(content: unknown): Catalogue | undefined {
  try {
    return loadCatalogue(content, 'fuzz', embeddedCatalogue().names);
  } catch (error) {
    assert.ok(error instanceof PriceFileError, String(error));
    assert.ok(error.reason.length > 0 && error.message.endsWith(error.reason));
    return undefined;
  }
}

describe('whatever a catalogue says', () => {
  it('is refused with its place, or prices the calls of its rows and of all others', () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutated(priceFiles), (content) => {
        const catalogue = load(content);
        if (catalogue === undefined) return;
        accepted += 1;
        for (const each of [
          catalogue,
          withOverrides(embeddedCatalogue(), catalogue),
          withOverrides(catalogue, embeddedCatalogue()),
        ])
          assertSoundRows(each, catalogue);
      }),
      runs(0.6),
    );
    assert.ok(accepted > 10, `${accepted} of the files were accepted`);
  });

  it('is the same when its rows are read one by one, as those of the built-in one are', () => {
    const whole = fc.array(mutated(priceFiles.slice(0, 1)), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(whole, (files) => {
        const content = { version: 'v', date: '2026-11-24', files };
        const eager = load(content);
        if (eager === undefined) return;
        const rows = (catalogue: Catalogue): readonly unknown[] =>
          catalogue.layers.flatMap((layer) =>
            layer.rows.map(({ from, to, model, terms }) => ({ from, to, model, terms })),
          );
        assert.deepEqual(rows(indexCatalogue(content)), rows(eager));
      }),
      runs(0.4),
    );
  });
});

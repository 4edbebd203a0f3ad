import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { loadCatalogue } from '../../src/price/catalogue.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import type { Provenance } from '../../src/price/provenance.ts';

suite('the provenance of a row', () => {
  test('is described by the sources of its file', () => {
    const sources = { page: 'the pricing page, read 2026-11-01', list: 'a list' };
    const row = { model: 'm', prices: { input: '1' }, source: ['list', 'page'], checked: '2026-11-02', note: 'so-so' };
    assert.deepEqual(provenanceOf({ sources, row: { ...row, confidence: 'hand-checked' } }), {
      sources: ['a list', 'the pricing page, read 2026-11-01'],
      checked: '2026-11-02',
      confidence: 'hand-checked',
      note: 'so-so',
    });
  });

  test('is in the words of the row where the file describes none, and absent where the row has no word', () => {
    const row = { model: 'm', prices: { input: '1' } };
    assert.deepEqual(provenanceOf({ row: { ...row, source: 'our contract' } })?.sources, ['our contract']);
    assert.deepEqual(provenanceOf({ row }), {
      sources: [],
      checked: undefined,
      confidence: undefined,
      note: undefined,
    });
  });

  test('is known of every row of the catalogue', () => {
    const rows = embeddedCatalogue().layers.flatMap((layer) => layer.rows);
    const unknown = rows.filter(
      ({ provenance }) => provenance.sources.length === 0 || provenance.confidence === undefined,
    );
    assert.ok(rows.length > 200);
    assert.deepEqual(
      unknown.map(({ provider, model }) => `${provider}/${model}`),
      [],
    );
  });
});

function provenanceOf({ sources, row }: { sources?: object; row: object }): Provenance | undefined {
  return loadCatalogue({ provider: 'p', sources, rows: [row] }, 'v').layers[0]?.rows[0]?.provenance;
}

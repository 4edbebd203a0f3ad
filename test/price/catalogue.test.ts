import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { pricePaths } from '../../scripts/gen/prices.ts';
import { catalogueJson } from '../../src/price/catalogue.gen.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { KEYS } from '../../src/price/keys.ts';
import { TOKEN_UNITS } from '../../src/price/price-list.ts';
import { WHEN_KEYS } from '../../src/price/when.ts';
import { answer } from './case.ts';

interface SourceFile {
  readonly provider: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly rows: readonly SourceRow[];
}

interface SourceRow {
  readonly model: string;
  readonly source?: readonly string[];
  readonly checked?: string | null;
  readonly confidence?: string;
}

const files = pricePaths().map((path) => parse(readFileSync(path, 'utf8')) as SourceFile);

describe('the catalogue', () => {
  it('has the rows of its sources', () => {
    const rows = files.flatMap((file) => file.rows.map((row) => `${file.provider}/${row.model}`));
    assert.ok(rows.length >= 200, `${rows.length} rows`);
    assert.deepEqual(
      embeddedCatalogue().layers.flatMap((layer) => layer.rows.map((row) => `${row.provider}/${row.model}`)),
      rows,
    );
  });

  it('has rows of their file’s provider only, so that those of others need not be read', () => {
    for (const file of files) for (const row of file.rows) assert.equal('provider' in row, false, row.model);
  });

  it('knows models in their hundreds, in no more than 400 kB', () => {
    const models = new Set(files.flatMap(({ provider, rows }) => rows.map(({ model }) => `${provider}/${model}`)));
    assert.ok(models.size >= 1000, `${models.size} models`);
    assert.ok(catalogueJson.length <= 400_000, `${catalogueJson.length} bytes`);
  });

  it('says of every row where it comes from and how sure it is', () => {
    for (const file of files) {
      for (const row of file.rows) {
        const name = `${file.provider}/${row.model}`;
        assert.ok((row.source?.length ?? 0) > 0, `${name}: source`);
        assert.ok(row.checked !== undefined, `${name}: checked`);
        assert.ok(row.confidence !== undefined, `${name}: confidence`);
      }
    }
  });

  it('has the cached prices of the models people start with', () => {
    const usd = (provider: string, model: string): string | null =>
      answer(embeddedCatalogue(), {
        provider,
        model,
        at: '2026-11-24T12:00:00Z',
        usage: { input_tokens: 2_000_000, output_tokens: 1_000_000, cache_read_tokens: 1_000_000 },
      }).usd;
    assert.deepEqual(
      {
        'gpt-4.1': usd('openai', 'gpt-4.1'),
        'gpt-4.1-mini': usd('openai', 'gpt-4.1-mini'),
        'gpt-4.1-nano': usd('openai', 'gpt-4.1-nano'),
        'gpt-5-mini': usd('openai', 'gpt-5-mini'),
        'claude-sonnet-4-5': usd('anthropic', 'claude-sonnet-4-5'),
        'claude-haiku-4-5': usd('anthropic', 'claude-haiku-4-5'),
      },
      {
        'gpt-4.1': '10.5',
        'gpt-4.1-mini': '2.1',
        'gpt-4.1-nano': '0.525',
        'gpt-5-mini': '2.275',
        'claude-sonnet-4-5': '18.3',
        'claude-haiku-4-5': '6.1',
      },
    );
  });

  it('has inference prices for GPT-4.1, not those of training and fine-tuned models that circulate', () => {
    const usage = { input_tokens: 1_000_000, output_tokens: 1_000_000 };
    const usd = (model: string): string | null =>
      answer(embeddedCatalogue(), { provider: 'openai', model, at: '2026-11-24T12:00:00Z', usage }).usd;
    assert.deepEqual(['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano'].map(usd), ['10', '2', '0.5']);
  });

  it('is described to editors by the schema as the reader reads it', () => {
    interface Schema {
      readonly properties?: Readonly<Record<string, unknown>>;
      readonly $defs?: Readonly<Record<string, Schema>>;
    }
    const schema = JSON.parse(readFileSync('spec/prices/schema.json', 'utf8')) as Schema;
    const keys = (each: Schema | undefined): readonly string[] => Object.keys(each?.properties ?? {});
    const { $defs = {} } = schema;
    assert.deepEqual(
      {
        file: keys(schema),
        row: keys($defs['row']),
        price: keys($defs['amount']),
        fee: keys($defs['fee']),
        modelled: keys($defs['modelled']),
        discount: keys($defs['discount']),
        tool: keys($defs['tool']),
        variant: keys($defs['variant']),
        when: keys($defs['when']),
        context: keys($defs['context']),
        region: keys($defs['except']),
        window: keys($defs['window']),
      },
      { ...KEYS, ...WHEN_KEYS },
    );
    assert.deepEqual(keys($defs['prices']), TOKEN_UNITS);
  });
});

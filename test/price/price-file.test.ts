import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { embeddedCatalogue, openCatalogue } from '../../src/price/embedded.ts';
import { answer, type VectorQuery } from './case.ts';
import { collectorAnswers } from './collector-engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'taskmeter-prices-'));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const call: VectorQuery = {
  provider: 'openai',
  model: 'gpt-4.1-2025-04-14',
  at: '2026-11-24T12:00:00Z',
  usage: { input_tokens: 1_000_000, output_tokens: 0 },
};

const negotiated = `# Ours since January.
rows:
  - provider: openai
    model: gpt-4.1
    from: 2026-01-01
    prices: &list {input: "1.70", output: "6.80"}
  - provider: self-hosted
    model: llama-70b
    prices: *list
`;

/** Messages of both languages for a file that is refused, without its folder. */
function refusals(path: string): { readonly ts: string; readonly go: string } {
  const { stderr } = spawnSync('go', ['run', './cmd/pricelines', '--overrides', path], {
    cwd: 'collector',
    input: '',
    encoding: 'utf8',
  });
  let ts = 'accepted';
  try {
    openCatalogue(path);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    ts = error.message;
  }
  const go = stderr.split('\n')[0] ?? '';
  return { ts: ts.replaceAll(`${folder}/`, ''), go: go.replaceAll(`${folder}/`, '').replace(/^pricelines: /, '') };
}

describe('a price file', () => {
  it('is YAML, is asked before the catalogue, and is part of the version, the same in both languages', () => {
    const path = write('negotiated.yaml', negotiated);
    const catalogue = openCatalogue(path);
    const hosted = { ...call, provider: 'Self-Hosted', model: 'llama-70b' };
    const other = { ...call, model: 'gpt-4.1-mini' };
    const answers = [call, hosted, other].map((query) => answer(catalogue, query));
    assert.deepEqual(
      answers.map(({ usd, price_id: id }) => [usd, id]),
      [
        ['1.7', 'openai/gpt-4.1@2026-01-01'],
        ['1.7', 'self-hosted/llama-70b'],
        ['0.4', 'openai/gpt-4.1-mini'],
      ],
    );
    assert.match(catalogue.version, new RegExp(`^${embeddedCatalogue().version}\\+[0-9a-f]{12}$`));
    assert.deepEqual(collectorAnswers([call, hosted, other], ['--overrides', path]), answers);
  });

  it('is JSON as well', () => {
    const rows = [{ provider: 'openai', model: 'gpt-4.1', prices: { input: '1.70', output: '6.80' } }];
    const path = write('negotiated.json', JSON.stringify({ rows }));
    assert.equal(answer(openCatalogue(path), call).usd, '1.7');
  });

  it('may be one of several, of which the last wins, each part of the version', () => {
    const rows = (input: string): string =>
      JSON.stringify({ rows: [{ provider: 'openai', model: 'gpt-4.1', prices: { input, output: '6.80' } }] });
    const first = write('first.json', rows('1.70'));
    const second = write('second.json', rows('1.60'));
    const discount = write('discount.yaml', 'discounts: [{provider: openai, factor: "0.5"}]\n');
    const catalogue = openCatalogue(`${first}, ${second},${discount}`);
    const got = [call, { ...call, model: 'gpt-4.1-mini' }].map((query) => answer(catalogue, query));
    assert.deepEqual(
      got.map(({ usd, price_id: id }) => [usd, id]),
      [
        ['0.8', 'openai/gpt-4.1*0.5'],
        ['0.2', 'openai/gpt-4.1-mini*0.5'],
      ],
    );
    assert.match(catalogue.version, new RegExp(`^${embeddedCatalogue().version}(\\+[0-9a-f]{12}){3}$`));
  });

  it('changes nothing when there is none', () => {
    assert.equal(openCatalogue(undefined), embeddedCatalogue());
  });

  it('that cannot be read is named with the reason', () => {
    assert.deepEqual(refusals(join(folder, 'absent.yaml')), {
      ts: 'cannot read the price file absent.yaml: ENOENT',
      go: 'absent.yaml: no such file or directory',
    });
  });

  it('with a number for a price is named with line, place and what to do', () => {
    const message = 'unquoted.yaml:6: rows[0].prices.input: expected text, got the number 1.7: put it in quotes';
    const path = write('unquoted.yaml', negotiated.replace('"1.70"', '1.7'));
    assert.deepEqual(refusals(path), { ts: message, go: message });
  });

  it('with an unknown key is named with the keys there are', () => {
    const { ts, go } = refusals(write('key.yaml', negotiated.replace('    from:', '    form:')));
    const start = 'key.yaml:5: rows[0].form: unknown key; known are provider, model, aliases,';
    assert.equal(ts.slice(0, start.length), start);
    assert.equal(go, ts);
  });

  it('that is no YAML is named with the line', () => {
    const { ts, go } = refusals(write('broken.yaml', 'rows:\n  - provider: openai\n   model: x\n'));
    assert.match(ts, /^broken\.yaml:3: /);
    assert.match(go, /^broken\.yaml:2: /); // where the list begins that is broken
  });

  it('that says something twice is refused', () => {
    const message = 'twice.yaml:2: rows stands twice';
    assert.deepEqual(refusals(write('twice.yaml', 'rows: []\nrows: []\n')), { ts: message, go: message });
  });

  it('that has rows for one model at one time is refused, and names both', () => {
    const row = '  - {provider: acme, model: m, prices: {input: "1", output: "2"}}\n';
    const message = 'rival.yaml:3: rows[1]: acme/m has two prices at the same time; the other is rows[0]';
    assert.deepEqual(refusals(write('rival.yaml', `rows:\n${row}${row}`)), { ts: message, go: message });
  });

  it('that goes on in a second document is refused: one of the two would be lost', () => {
    const message = 'second.yaml:2: a second document begins: a price file is one';
    const path = write('second.yaml', 'rows: []\n---\nrows: []\n');
    assert.deepEqual(refusals(path), { ts: message, go: message });
  });

  it('in another encoding is named with the line', () => {
    const message = 'latin.yaml:2: not UTF-8';
    const path = write('latin.yaml', Buffer.from('rows: []\n# Preise f\u00fcr 2027\n', 'latin1'));
    assert.deepEqual(refusals(path), { ts: message, go: message });
  });

  it('with an id that is looked up in another form says which', () => {
    const id = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
    const text = `rows:\n  - {provider: bedrock, model: '${id}', prices: {input: '1', output: '2'}}\n`;
    const reason = `rows[0].model: "${id}" is looked up as "anthropic.claude-sonnet-4-5-20250929": write that`;
    const message = `profile.yaml:2: ${reason}`;
    assert.deepEqual(refusals(write('profile.yaml', text)), { ts: message, go: message });
  });

  it('with an alias that nothing stands for, or that holds itself, is refused', () => {
    for (const text of ['rows: *nowhere\n', 'rows: &rows [*rows]\n']) {
      const { ts, go } = refusals(write('alias.yaml', text));
      assert.match(ts, /^alias\.yaml:1: /);
      assert.match(go, /^alias\.yaml/);
    }
  });

  it('that is empty is refused', () => {
    const { ts, go } = refusals(write('empty.yaml', ''));
    assert.equal(ts, 'empty.yaml:1: the file: expected a mapping, got nothing');
    assert.equal(go, ts);
  });
});

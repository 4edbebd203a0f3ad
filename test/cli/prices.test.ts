import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, suite, test } from 'node:test';
import { prices } from '../../src/cli/prices/prices.ts';
import { type Ran, runCommand, type Surroundings } from './run-command.ts';

const folder = mkdtempSync(`${tmpdir()}/taskmeter-prices-`);
after(() => rmSync(folder, { recursive: true }));
const ours = `${folder}/ours.yaml`;
writeFileSync(
  ours,
  `provider: acme
names: [acme inc]
sources: {page: "the pricing page, read 2026-11-01", list: "a list of October 2026", rumour: "a rumour"}
rows:
  - model: rocket-1
    aliases: [rocket-latest]
    to: 2026-03-01
    prices: {input: "2.00", cache_read: "0.125", output: "8.00"}
    source: list
    confidence: imported
  - model: rocket-1
    aliases: [rocket-latest]
    from: 2026-03-01
    prices: {input: "3.00", cache_read: "0.125", output: "6.00"}
    fees: {launch: {usd: "0.01", per: 1}, second: {usd: "0.36", per: 3600, min: 10}}
    variants:
      - {when: {service_tier: [batch, flex]}, prices: {input: "1.50", output: "3.00"}}
      - {when: {region: {except: [global]}, context_input: {gt: 200000}}, multiply: "1.1"}
      - {when: {window: {utc_from: "16:30", utc_to: "00:30", weekdays: [mon, tue, wed, thu, fri]}}, multiply: "0.5"}
    source: [page, list]
    checked: 2026-11-10
    confidence: hand-checked
    note: "Not for the moon."
  - {model: sled, from: 2026-06-01, prices: {input: "1.00"}, source: rumour, confidence: disputed}
  - {model: wagon, prices: {input: "1.00"}, source: list, confidence: imported}
`,
);

const ask = (line: string, surroundings?: Surroundings): Promise<Ran> =>
  runCommand(prices, [...line.split(' '), '--prices', ours], surroundings);
const json = async (line: string): Promise<unknown> => JSON.parse((await ask(`${line} --json`)).out);

suite('taskmeter prices list', () => {
  test('has a line for each model with a price at the instant', async () => {
    const { code, out, err } = await ask('list --provider acme --at 2026-02-01');
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    assert.deepEqual(out.split('\n').slice(0, 4), [
      'model          input  cached  written  output  since   confidence',
      '─────────────────────────────────────────────────────────────────',
      'acme/rocket-1   2.00   0.125        –    8.00  always  imported',
      'acme/wagon      1.00   –            –    –     always  imported',
    ]);
    assert.match(out, /\n\n2 models, USD for 1,000,000 tokens at 2026-02-01, catalogue \w+\+\w+\n$/);
  });

  test('finds models by all the words, in their aliases too, and is what a word alone asks for', async () => {
    const models = async (line: string): Promise<unknown> =>
      ((await json(line)) as { readonly model: string }[]).map(({ model }) => model);
    assert.deepEqual(await models('acme ROCKET'), ['rocket-1']);
    assert.deepEqual(await models('list rocket latest'), ['rocket-1']);
    assert.deepEqual(await models('--provider acme'), ['rocket-1', 'sled', 'wagon']);
    assert.deepEqual(await ask('rocket moon --at 2026-11-24'), {
      code: 3,
      out: '',
      err: 'taskmeter: no model with rocket and moon in its name has a price at 2026-11-24\n',
    });
    assert.match((await ask('chek')).err, / \(did you mean check\?\)\n$/);
    assert.match((await ask('list --provider few --at 2000-01-01')).err, /there are no prices of few/);
  });

  test('leaves columns out where there is no room', async () => {
    const { out } = await ask('list --provider acme --at 2026-11-24T12:00:00Z', { width: 40 });
    assert.deepEqual(out.split('\n').slice(0, 3), [
      'model          input  cached  output',
      '────────────────────────────────────',
      'acme/rocket-1   3.00   0.125    6.00',
    ]);
    assert.ok(out.split('\n').every((line) => line.length <= 40));
  });

  test('gives machines all there is', async () => {
    assert.deepEqual(await json('rocket'), [
      {
        provider: 'acme',
        model: 'rocket-1',
        aliases: ['rocket-latest'],
        price_id: 'acme/rocket-1@2026-03-01',
        from: '2026-03-01',
        to: null,
        modelled: false,
        prices: { input: '3', cache_read: '0.125', output: '6' },
        variants: [
          { condition: 'tier batch or flex', prices: { input: '1.5', output: '3' } },
          {
            condition: 'region other than global, from 200,001 tokens in',
            prices: { input: '3.3', cache_read: '0.1375', output: '6.6' },
          },
          { condition: '16:30–00:30 UTC Mon–Fri', prices: { input: '1.5', cache_read: '0.0625', output: '3' } },
        ],
        fees: { launch: '0.01', second: '0.0001' },
        sources: ['the pricing page, read 2026-11-01', 'a list of October 2026'],
        checked: '2026-11-10',
        confidence: 'hand-checked',
        note: 'Not for the moon.',
      },
    ]);
    assert.deepEqual(await json('rocket moon'), []);
  });
});

suite('taskmeter prices show', () => {
  test('prints the past and the present, all conditions, fees and the source', async () => {
    const { code, out, err } = await ask('show acme/rocket-1 --at 2026-11-24');
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    assert.equal(
      out.replace(/\w+\+\w+\n$/, 'version\n'),
      `acme/rocket-1

  in force          input  cache_read  output  USD / 1M
───────────────────────────────────────────────────────────────────────────────────────────────
  until 2026-03-01   2.00      0.125     8.00  standard
→ since 2026-03-01   3.00      0.125     6.00  standard
                     1.50      –         3.00  tier batch or flex
                     3.30      0.1375    6.60  region other than global, from 200,001 tokens in
                     1.50      0.0625    3.00  16:30–00:30 UTC Mon–Fri

besides tokens  price
─────────────────────────────────────────
launch          $0.01 each
second          $0.0001 each  at least 10

row         acme/rocket-1@2026-03-01
also        rocket-latest
dated       rocket-1-YYYY-MM-DD, rocket-1-YYYYMMDD
source      the pricing page, read 2026-11-01; a list of October 2026
checked     2026-11-10
confidence  hand-checked
note        Not for the moon.
catalogue   version
`,
    );
  });

  test('finds a model as a call does: by alias, by date, by another spelling of the provider, or alone', async () => {
    for (const name of ['rocket-latest', 'rocket-1-2026-01-01', 'ACME/rocket-1', 'rocket-1']) {
      assert.match((await ask(`show ${name}`)).out, /^acme\/rocket-1\n/, name);
    }
  });

  test('has each price for as long as no other file hides it', async () => {
    const above = `${folder}/above.yaml`;
    writeFileSync(
      above,
      `provider: acme
discounts: [{model: wagon, factor: "0.5", from: 2026-05-01}]
rows: [{model: rocket-1, from: 2026-02-01, to: 2026-04-01, prices: {input: "1.00"}}]
`,
    );
    const both = (...args: readonly string[]): Promise<Ran> =>
      runCommand(prices, [...args, '--prices', ours, '--prices', above]);
    const history = async (name: string): Promise<unknown> => {
      const { out } = await both('show', name, '--json');
      type Item = { readonly from: unknown; readonly to: unknown; readonly prices: { readonly input: unknown } };
      return (JSON.parse(out) as Item[]).map(({ from, to, prices: { input } }) => [from, to, input]);
    };
    assert.deepEqual(await history('rocket-1'), [
      [null, '2026-02-01', '2'],
      ['2026-02-01', '2026-04-01', '1'],
      ['2026-04-01', null, '3'],
    ]);
    assert.deepEqual(await history('wagon'), [
      [null, '2026-05-01', '1'],
      ['2026-05-01', null, '0.5'],
    ]);
    const shown = await both('show', 'rocket-1', '--at', '2026-03-15');
    assert.match(shown.out, /^→ 2026-02-01 until 2026-04-01 +1\.00 +– +– +standard$/m);
  });

  test('says that there is no price yet', async () => {
    assert.match((await ask('show sled --at 2026-01-01')).out, /^acme\/sled, no price at 2026-01-01\n/);
  });

  test('names the nearest ids of an unknown model, and the providers of one that several have', async () => {
    assert.deepEqual(await ask('show acme/rocket'), {
      code: 3,
      out: '',
      err: 'taskmeter: there is no price of acme/rocket\nnearest ids: acme/rocket-1, acme/sled, acme/wagon\n',
    });
    const several = await ask('show gpt-4.1');
    assert.deepEqual([several.code, several.out], [2, '']);
    assert.match(several.err, /^taskmeter: gpt-4\.1 has a price at several providers: .*openai\/gpt-4\.1/);
    assert.match((await ask('show gpt-4.1 --provider openai')).out, /^openai\/gpt-4\.1\n/);
  });
});

suite('taskmeter prices diff', () => {
  test('prints what changed between two instants, from what to what, and by how much', async () => {
    const { code, out } = await ask('diff 2026-01-01 2026-11-24 --provider acme');
    assert.equal(code, 0);
    assert.equal(
      out,
      `model          from      to  change  of
─────────────────────────────────────────────────
acme/rocket-1  2.00  3.00    +50.0%  input
acme/rocket-1  8.00  6.00    -25.0%  output
acme/rocket-1  –     0.01    new     launch, each
acme/rocket-1  –     0.0001  new     second, each
acme/sled      –     1.00    new     input

13 prices of 2 models changed between 2026-01-01 and 2026-11-24; USD for 1,000,000 tokens, or each
8 of them depend on tier, speed, region, hour or length: --all shows them
`,
    );
  });

  test('has the changes of tiers, regions, hours and long prompts with --all, and always in JSON', async () => {
    const { out } = await ask('diff 2026-01-01 2026-11-24 --provider acme --all');
    assert.match(out, /^acme\/rocket-1 +– +1\.50 +new +input \(tier batch or flex\)$/m);
    const changes = (await json('diff 2026-01-01 2026-11-24 --provider acme')) as readonly unknown[];
    assert.deepEqual(
      [changes.length, changes[0]],
      [
        13,
        {
          provider: 'acme',
          model: 'rocket-1',
          unit: 'input',
          condition: '',
          per: 1_000_000,
          from: '2',
          to: '3',
          percent: 50,
        },
      ],
    );
  });

  test('reads backwards too, and may find nothing', async () => {
    assert.match((await ask('diff now 2026-05-01 --provider acme')).out, /^acme\/sled +1\.00 +– +gone +input$/m);
    assert.deepEqual(await ask('diff 2026-07-01 2026-07-02 --provider acme'), {
      code: 0,
      out: 'no price changed between 2026-07-01 and 2026-07-02\n',
      err: '',
    });
    assert.deepEqual(await json('diff 2026-07-01 2026-07-02 --provider acme'), []);
  });

  for (const [line, says] of [
    ['diff now', 'diff takes two instants: prices diff 2026-01-01 now'],
    ['diff 2026-01-01 now --at now', 'diff takes two instants: prices diff 2026-01-01 now'],
    ['list --provider acmee', 'there are no prices of acmee (did you mean acme?)'],
    ['show', 'show takes one model: openai/gpt-4.1'],
    ['check everything', 'unexpected everything'],
  ] as const) {
    test(`refuses ${line}`, async () => {
      const { code, out, err } = await ask(line);
      assert.deepEqual([code, out, err.startsWith(`taskmeter: ${says}`)], [2, '', true], err);
    });
  }
});

suite('taskmeter prices check', () => {
  test('counts who has looked at the rows in force, how long ago, and which are disputed', async () => {
    const { code, out } = await ask('check --provider acme --at 2026-12-24');
    assert.equal(code, 0);
    assert.deepEqual(out.split('\n').slice(0, 4), [
      'provider  rows  checked  never  disputed  ≤ 60 days  older  undated  newest',
      '─────────────────────────────────────────────────────────────────────────────────────────',
      'acme         3        1      2         1          1      1        1  2026-11-10 (44 days)',
      'all          3        1      2         1          1      1        1  2026-11-10 (44 days)',
    ]);
    assert.match(out, /\ndisputed: acme\/sled\n1 row is older than 60 days: --json names them\n$/);
  });

  test('names them in JSON', async () => {
    const [acme] = (await json('check --provider acme --at 2026-12-24')) as readonly unknown[];
    assert.deepEqual(acme, {
      provider: 'acme',
      rows: 3,
      checked: 1,
      disputed: ['acme/sled'],
      fresh: 1,
      old: ['acme/wagon'],
      undated: 1,
      never_checked: 2,
      newest: '2026-11-10',
    });
  });
});

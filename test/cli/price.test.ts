import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, suite, test } from 'node:test';
import { price } from '../../src/cli/price/price.ts';
import { prices } from '../../src/cli/prices/prices.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { type Ran, runCommand } from './run-command.ts';

const folder = mkdtempSync(`${tmpdir()}/taskmeter-price-`);
after(() => rmSync(folder, { recursive: true }));

const { version } = embeddedCatalogue();
const at = ['--at', '2026-11-24'];
const call = (line: string, env?: Readonly<Record<string, string>>): Promise<Ran> =>
  runCommand(price, [...line.split(' '), ...at], env === undefined ? {} : { env });

function write(name: string, text: string): string {
  writeFileSync(`${folder}/${name}`, text);
  return `${folder}/${name}`;
}

suite('taskmeter price with flags', () => {
  test('prints the lines, their sum and where the price comes from', async () => {
    const { code, out, err } = await call(
      '--provider openai --model gpt-4.1-2025-04-14 --input 12000 --cache-read 8000 --output 1500',
    );
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    const [table = '', notes = ''] = out.split('\n\n');
    assert.equal(
      table,
      [
        'unit        quantity       price  amount',
        '────────────────────────────────────────',
        'input          4,000  $2.00 / 1M  $0.008',
        'cache_read     8,000  $0.50 / 1M  $0.004',
        'output         1,500  $8.00 / 1M  $0.012',
        '────────────────────────────────────────',
        'total                             $0.024',
      ].join('\n'),
    );
    assert.match(
      notes,
      /^status {6}priced\ncache {7}saved \$0\.012\nrow {9}openai\/gpt-4\.1\nin force {4}always\nsource {6}/,
    );
    assert.match(notes, new RegExp(`\\nchecked {5}never\\nconfidence {2}hand-checked\\ncatalogue {3}${version}\\n$`));
  });

  test('prints the answer as one line of JSON', async () => {
    const { code, out } = await call(
      '--provider openai --model gpt-4.1 --input 4000 --output 1500 --fee web_search=3 --json',
    );
    const { status, usd, lines, price_id } = JSON.parse(out) as Readonly<Record<string, unknown>>;
    assert.deepEqual([code, out.split('\n').length], [0, 2]);
    assert.deepEqual(
      { status, usd, lines, price_id },
      {
        status: 'priced',
        usd: '0.05',
        lines: [
          { unit: 'input', quantity: 4000, usd: '0.008' },
          { unit: 'output', quantity: 1500, usd: '0.012' },
          { unit: 'web_search', quantity: 3, usd: '0.03' },
        ],
        price_id: 'openai/gpt-4.1',
      },
    );
  });

  test('takes the price in force at the start of the call', async () => {
    const usd = async (start: string): Promise<unknown> => {
      const args = [
        '--provider',
        'openai',
        '--model',
        'o3',
        '--input',
        '18000',
        '--output',
        '0',
        '--json',
        '--at',
        start,
      ];
      return (JSON.parse((await runCommand(price, args)).out) as { readonly usd: unknown }).usd;
    };
    // 10.00 until the 10th of June, 2.00 from then on.
    assert.deepEqual(await Promise.all(['2025-06-09', '2025-06-10', '2025-06-10T01:59:00+02:00'].map(usd)), [
      '0.18',
      '0.036',
      '0.18',
    ]);
  });

  test('says what was assumed and what caching cost', async () => {
    const { out } = await call(
      '--provider anthropic --model claude-sonnet-4-5 --input 21000 --cache-read 1000 --cache-write 20000 --output 0',
    );
    assert.match(
      out,
      /^assumed {5}a cache write without a lifetime is one of 5 minutes\ncache {7}cost \$0\.0123 more than it saved$/m,
    );
  });

  test('reads thousands as people group them, and nothing else that is no whole number', async () => {
    for (const input of ['12000', '12_000', '12,000']) {
      const { out } = await call(`--provider openai --model gpt-4.1 --input ${input} --output 0 --json`);
      assert.match(out, /"usd":"0\.024"/, input);
    }
    for (const input of ['1,2', '12_00', '1_000,000', '1.5', '1e3', 'many', '9007199254740993']) {
      assert.deepEqual(await call(`--provider openai --model gpt-4.1 --input ${input} --output 0`), {
        code: 2,
        out: '',
        err: `taskmeter: --input is ${input}; it is a whole number of at most 2^53 - 1, as 12000, 12_000 or 12,000\n`,
      });
    }
  });

  for (const { line, says } of [
    { line: '--model gpt-4.1 --input 1', says: "--provider is missing: a price is that of one provider's model" },
    { line: '--provider openai --input 1', says: "--model is missing: a price is that of one provider's model" },
    {
      line: '--provider openai --model gpt-4.1 --fee web_search',
      says: '--fee is web_search; it is a name and a number: --fee web_search=3',
    },
    { line: '--provider openai --model a --model b', says: '--model is there twice' },
    {
      line: '--provider openai --model gpt-4.1 --tool lookup',
      says: 'no price file has the tool lookup: none has any',
    },
    { line: 'openai/gpt-4.1', says: 'unexpected openai/gpt-4.1' },
  ]) {
    test(`refuses ${line}`, async () => {
      assert.deepEqual(await call(line), { code: 2, out: '', err: `taskmeter: ${says}\n` });
    });
  }

  test('refuses an instant that does not exist or has no zone', async () => {
    for (const start of ['2026-02-30', '2026-11-24T12:00', 'yesterday', '1732406400']) {
      const { code, err } = await runCommand(price, ['--provider', 'openai', '--model', 'gpt-4.1', '--at', start]);
      assert.deepEqual([code, err.startsWith(`taskmeter: --at is ${start}; it is a day or an instant`)], [2, true]);
    }
  });
});

test('the help of the price commands names every flag', async () => {
  for (const command of [price, prices]) {
    const { err } = await runCommand(command, ['--nothing-like-it']);
    const flags = [...err.matchAll(/--[a-z0-9-]+/g)].map(([flag]) => flag).slice(1);
    assert.ok(flags.length > 4, err);
    assert.deepEqual(
      flags.filter((flag) => flag !== '--help' && !new RegExp(`${flag}\\b(?!-)`).test(command.help)),
      [],
    );
  }
});

suite('taskmeter price of what has no price', () => {
  const few = write(
    'few.yaml',
    `provider: few
rows:
  - {model: little-2, aliases: [little-latest], prices: {input: "1"}}
  - {model: little-3, prices: {input: "1"}}
  - {model: large-2, prices: {input: "1"}}
  - {model: "unlike", from: 2026-02-01, prices: {input: "1"}}
`,
  );

  test('names the three ids that are nearest to an unknown one, one a model, and no number', async () => {
    assert.deepEqual(await call(`--provider few --model Litle-latest --input 1 --prices ${few}`), {
      code: 3,
      out: '',
      err: [
        'taskmeter: no price: few has no model Litle-latest (unknown_model)',
        'nearest ids: little-latest, little-3, large-2',
        'nothing is priced by a name that is like it; a price file (--prices) may list it',
        '',
      ].join('\n'),
    });
    const { err } = await call('--provider openai --model gpt-4.1-minni --input 1 --output 1');
    assert.match(err, /^nearest ids: gpt-4\.1-mini, [^ ,]+, [^ ,]+$/m);
  });

  test('says so in JSON too', async () => {
    const { code, out } = await call(`--provider few --model little-4 --input 1 --prices ${few} --json`);
    const { status, usd, nearest } = JSON.parse(out) as Readonly<Record<string, unknown>>;
    assert.deepEqual(
      { code, status, usd, nearest },
      { code: 3, status: 'unknown_model', usd: null, nearest: ['little-2', 'little-3', 'large-2'] },
    );
  });

  test('names the providers there are, or those that have the model', async () => {
    const unknown = await call('--provider opnai --model gpt-4.1 --input 1 --output 1');
    assert.match(
      unknown.err,
      /there are no prices of opnai \(unknown_model\)\nnearest ids: openai, .*\nproviders are .*openai/,
    );
    const elsewhere = await call('--provider groq --model gpt-4.1 --input 1 --output 1');
    assert.match(elsewhere.err, /groq has no model gpt-4\.1 .*\nnearest ids: .*\nit has a price at .*openai/);
  });

  test('tells a model that had no price yet', async () => {
    const args = ['--provider', 'few', '--model', 'unlike', '--input', '1', '--prices', few];
    const { code, err } = await runCommand(price, [...args, '--at', '2026-01-31T23:59:59Z']);
    assert.deepEqual(
      [code, err],
      [3, 'taskmeter: no price: few/unlike has no price before 2026-02-01 (unknown_model)\n'],
    );
    assert.equal((await runCommand(price, [...args, '--at', '2026-02-01'])).code, 0);
  });

  for (const { line, status, says } of [
    { line: '--input 1', status: 'unknown_usage', says: 'of what openai/gpt-4.1 is billed for something is missing' },
    {
      line: '--input 1 --cache-read 2 --output 1',
      status: 'invalid_usage',
      says: 'these counts cannot be those of one call',
    },
    {
      line: '--input 1 --output 1 --tier flex',
      status: 'partial',
      says: 'openai/gpt-4.1 lists no price for input, output at tier flex',
    },
  ]) {
    test(`says why: ${status}`, async () => {
      const { code, out, err } = await call(`--provider openai --model gpt-4.1 ${line}`);
      assert.deepEqual([code, out, err.split('\n')[0]], [3, '', `taskmeter: no price: ${says} (${status})`]);
    });
  }

  test('prints what part of it is known as a lower bound', async () => {
    const { code, out, err } = await call(
      '--provider openai --model gpt-4.1 --input 1000 --output 0 --fee moon_landing=1',
    );
    assert.deepEqual(
      [code, err.split('\n')[0]],
      [3, 'taskmeter: a lower bound: openai/gpt-4.1 lists no price for moon_landing (partial)'],
    );
    assert.match(out, /^moon_landing +no price$/m);
    assert.match(out, /^total +≥ \$0\.002$/m);
  });
});

suite('taskmeter price with a price file', () => {
  const ours = write(
    'ours.yaml',
    `provider: openai
discounts: [{factor: "0.85"}]
rows:
  - {provider: own-cluster, model: llama, modelled: {gpu_hour_usd: "2.50", gpus: 1, tokens_per_second: 1500, utilisation: "0.30"}}
tools: [{tool: web_lookup, usd: "0.01", per: 1}]
`,
  );

  test('lowers list prices by its discounts, and says so in the id of the price', async () => {
    const { out } = await call(`--provider openai --model gpt-4.1 --input 1000000 --output 0 --prices ${ours}`);
    assert.match(out, /^input {2}1,000,000 {2}\$1\.70 \/ 1M {3}\$1\.70$/m);
    assert.match(out, /^row {9}openai\/gpt-4\.1\*0\.85$/m);
  });

  test("prices hardware of one's own, and one's own tools beside a call or alone", async () => {
    const both = await call(
      `--provider own-cluster --model llama --input 810 --output 0 --tool web_lookup=3 --json --prices ${ours}`,
    );
    // 2.50 ÷ (1500 × 3600 × 0.30) = 1/648,000 a token.
    assert.match(both.out, /"status":"modelled","usd":"0\.03125"/);
    const alone = await call(`--tool web_lookup --prices ${ours}`);
    const often = await call(`--tool web_lookup=0 --tool web_lookup=2 --tool web_lookup --json --prices ${ours}`);
    assert.match(often.out, /"usd":"0\.03","lines":\[\{"unit":"tool web_lookup","quantity":3,/);
    const never = await call(`--tool web_lookup=0 --prices ${ours}`);
    assert.deepEqual([never.code, /^total +\$0\.00$/m.test(never.out)], [0, true]);
    assert.deepEqual([alone.code, /^tool web_lookup +1 +\$0\.01 each +\$0\.01$/m.test(alone.out)], [0, true]);
  });

  test('reads that of TASKMETER_PRICES, which --prices replaces', async () => {
    const theirs = write(
      'theirs.yaml',
      'rows: [{provider: openai, model: gpt-4.1, prices: {input: "9", output: "9"}}]',
    );
    const line = '--provider openai --model gpt-4.1 --input 1000000 --output 0 --json';
    const usd = ({ out }: Ran): unknown => (JSON.parse(out) as { readonly usd: unknown }).usd;
    assert.equal(usd(await call(line, { TASKMETER_PRICES: theirs })), '9');
    assert.equal(usd(await call(`${line} --prices ${ours}`, { TASKMETER_PRICES: theirs })), '1.7');
    assert.equal(usd(await call(`${line} --prices ${theirs} --prices ${ours}`)), '7.65');
  });

  test('says which of its discounts lowers nothing, on stderr', async () => {
    const file = write('idle.yaml', 'discounts:\n  - {provider: openai, model: gpt-4.1-2025-04-14, factor: "0.85"}\n');
    const ran = await call(
      `--prices ${file} --provider openai --model gpt-4.1-2025-04-14 --input 1000 --output 0 --json`,
    );
    assert.deepEqual(
      { ...ran, out: (JSON.parse(ran.out) as { usd: string }).usd },
      {
        code: 0,
        out: '0.002',
        err:
          'taskmeter: the discount 0.85 on openai/gpt-4.1-2025-04-14 lowers no price; ' +
          "name a provider, or a model by its row's own id: `npx taskmeter prices` lists them\n",
      },
    );
  });

  test('refuses a broken one with its file, line and reason', async () => {
    const broken = write('broken.yaml', 'rows:\n  - provider: openai\n    model: gpt-4.1\n    prices: {input: 2.00}\n');
    const { code, out, err } = await call(`--provider openai --model gpt-4.1 --prices ${broken}`);
    assert.deepEqual([code, out], [2, '']);
    assert.equal(
      err,
      `taskmeter: ${broken}:4: rows[0].prices.input: expected text, got the number 2: put it in quotes\n`,
    );
    const missing = await call(`--provider openai --model gpt-4.1 --prices ${folder}/none.yaml`);
    assert.equal(missing.err, `taskmeter: cannot read the price file ${folder}/none.yaml: ENOENT\n`);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, suite, test } from 'node:test';
import { price } from '../../src/cli/price/price.ts';
import { type Ran, runCommand } from './run-command.ts';

const folder = mkdtempSync(`${tmpdir()}/taskmeter-price-lines-`);
after(() => rmSync(folder, { recursive: true }));

suite('taskmeter price of lines on stdin', () => {
  const ask = (...lines: readonly (string | Uint8Array)[]): Promise<Ran> => runCommand(price, [], { stdin: lines });
  const answers = ({ out }: Ran): Readonly<Record<string, unknown>>[] =>
    out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Readonly<Record<string, unknown>>]));
  const query = (usage: object): string =>
    JSON.stringify({ provider: 'openai', model: 'gpt-4.1', at: '2026-11-24T12:00:00Z', usage });

  test('answers each in its order, with usage in units or as the provider sent it', async () => {
    const raw = { prompt_tokens: 12000, completion_tokens: 1500, prompt_tokens_details: { cached_tokens: 8000 } };
    const { code, out, err } = await ask(
      `${query({ input_uncached: 4000, cache_read: 8000, output: 1500 })}\n`,
      `{"id": 7, "provider": "openai", "model": "gpt-4.1", "raw_usage": ${JSON.stringify(raw)}}\r\n\n`,
      '{"provider": "openai", "model": "gpt-99", "usage": {"input_uncached": 1, "output": 1}}',
    );
    const [units, sent, unknown] = answers({ code, out, err });
    assert.deepEqual([code, err], [0, '']);
    assert.deepEqual(
      [units, sent, unknown].map((answer) => [
        answer?.['id'],
        answer?.['status'],
        answer?.['usd'],
        answer?.['price_id'],
      ]),
      [
        [undefined, 'priced', '0.024', 'openai/gpt-4.1'],
        [7, 'priced', '0.024', 'openai/gpt-4.1'],
        [undefined, 'unknown_model', null, null],
      ],
    );
    assert.deepEqual(units?.['lines'], [
      { unit: 'input', quantity: 4000, usd: '0.008' },
      { unit: 'cache_read', quantity: 8000, usd: '0.004' },
      { unit: 'output', quantity: 1500, usd: '0.012' },
    ]);
  });

  test('names the number of a line that cannot be read, and the reason, and prices the others', async () => {
    const good = query({ input_uncached: 1000, output: 0 });
    const ran = await ask(`${good}\n{"provider": \n\n[]\n{"id": "x", "model": "m"}\n${good}\n`);
    assert.equal(ran.code, 1);
    assert.deepEqual(ran.err.split('\n'), [
      'taskmeter: line 2: not JSON',
      'taskmeter: line 4: expected a JSON object, got a list',
      'taskmeter: line 5: provider: expected the name of one, as in "openai", got nothing',
      '',
    ]);
    assert.deepEqual(
      answers(ran).map(({ id, status, usd, error }) => [id, status, usd, error]),
      [
        [undefined, 'priced', '0.002', undefined],
        [undefined, 'unread', null, 'line 2: not JSON'],
        [undefined, 'unread', null, 'line 4: expected a JSON object, got a list'],
        ['x', 'unread', null, 'line 5: provider: expected the name of one, as in "openai", got nothing'],
        [undefined, 'priced', '0.002', undefined],
      ],
    );
    assert.match((await ask('{"secret" "s3cret"}')).err, /^taskmeter: line 1: not JSON after 10 characters\n$/);
  });

  test('reads lines wherever they are cut, letters of several bytes too', async () => {
    const text = Buffer.from(`${query({ input_uncached: 1000, output: 0 })}\n{"id":"ü€","provider":"opénai"}\n`);
    const bytes = Array.from(text, (byte) => Uint8Array.of(byte));
    assert.deepEqual(await ask(...bytes), await ask(text));
    assert.equal(answers(await ask(...bytes))[1]?.['id'], 'ü€');
  });

  test('does not take a context it cannot read for none: the price would be the standard one', async () => {
    const line = (context: object): string =>
      JSON.stringify({ provider: 'openai', model: 'gpt-4.1', usage: { input_uncached: 1, output: 1 }, context });
    const lines = [{ service_tier: 5 }, { tier: 'batch' }, { serviceTier: 'flex' }, { region: null, product: 4 }];
    const ran = await runCommand(price, [], { stdin: [lines.map(line).join('\n')] });
    assert.deepEqual(
      { code: ran.code, err: ran.err.split('\n') },
      {
        code: 1,
        err: [
          'taskmeter: line 1: context.service_tier: expected text, got 5',
          'taskmeter: line 2: context.tier: it is called service_tier',
          'taskmeter: line 3: context.serviceTier: it is called service_tier',
          '',
        ],
      },
    );
  });

  test('says once that what a provider sent is no usage in our units', async () => {
    const call = { provider: 'openai', model: 'gpt-4.1' };
    const sent = JSON.stringify({ ...call, usage: { prompt_tokens: 1000, completion_tokens: 10 } });
    const raw = JSON.stringify({ ...call, raw_usage: { prompt_tokens: 1000, completion_tokens: 10 } });
    const ran = await runCommand(price, [], { stdin: [`${raw}\n${sent}\n`, `${sent}\n`] });
    const usd = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { usd: unknown }).usd);
    const err = 'taskmeter: line 2: usage looks like what a provider sent; that goes under raw_usage\n';
    assert.deepEqual({ code: ran.code, err: ran.err, usd }, { code: 0, err, usd: ['0.00208', null, null] });
  });

  test('reads what an editor wrote with a byte order mark and carriage returns', async () => {
    const query = '{"provider":"openai","model":"gpt-4.1","usage":{"input_uncached":1000,"output":0}}';
    const ran = await runCommand(price, [], { stdin: [`\uFEFF${query}\r\n${query}\r\n`] });
    const answers = ran.out.trimEnd().split('\n');
    assert.deepEqual(
      [ran.code, ran.err, answers.map((line) => (JSON.parse(line) as { usd: string }).usd)],
      [0, '', ['0.002', '0.002']],
    );
  });

  test('passes over a line that is longer than any call, without keeping it', async () => {
    const piece = 'x'.repeat(65_536);
    const ran = await ask(
      ...Array.from({ length: 17 }, () => piece),
      `\n${query({ input_uncached: 1000, output: 0 })}`,
    );
    assert.deepEqual([ran.code, ran.err], [1, 'taskmeter: line 1: longer than 1 MiB\n']);
    assert.equal(answers(ran)[1]?.['usd'], '0.002');
  });

  test('takes the calls of a price file as well', async () => {
    const file = `${folder}/own.yaml`;
    writeFileSync(file, 'rows: [{provider: own, model: m, prices: {input: "1"}}]');
    const line = '{"provider":"own","model":"m","usage":{"input_uncached":1000000}}';
    const ran = await runCommand(price, ['-', '--prices', file], { stdin: [line] });
    assert.equal(answers(ran)[0]?.['usd'], '1');
  });

  test('sums the attempts of a call, and calls that were made over and over', async () => {
    const ran = await ask(
      `${query({
        attempts: [
          { input_uncached: 5000, output: 800, outcome: 'error' },
          { input_uncached: 5000, output: 1500, outcome: 'ok' },
        ],
      })}\n`,
      `${query({ calls: 1000, input_uncached_each: 3, output_each: 1 })}\n`,
      `${query({
        attempts: [
          { input_uncached: 1, output: 1 },
          { input_uncached: 1, output: 1, moon_landing: 1 },
        ],
      })}\n`,
      `${query({ calls: 9e15, input_uncached_each: 3, output_each: 1 })}\n`,
      query({ calls: -1, input_uncached_each: 3 }),
    );
    assert.deepEqual(
      answers(ran).map(({ status, usd, lines, error }) => ({ status, usd, lines, error })),
      [
        {
          status: 'priced',
          usd: '0.0384',
          lines: [
            { unit: 'input', quantity: 10_000, usd: '0.02' },
            { unit: 'output', quantity: 2300, usd: '0.0184' },
          ],
          error: undefined,
        },
        {
          status: 'priced',
          usd: '0.014',
          lines: [
            { unit: 'input', quantity: 3000, usd: '0.006' },
            { unit: 'output', quantity: 1000, usd: '0.008' },
          ],
          error: undefined,
        },
        {
          status: 'partial',
          usd: '0.00002',
          lines: [
            { unit: 'input', quantity: 2, usd: '0.000004' },
            { unit: 'output', quantity: 2, usd: '0.000016' },
          ],
          error: undefined,
        },
        { status: 'invalid_usage', usd: null, lines: [], error: undefined },
        {
          status: 'unread',
          usd: null,
          lines: [],
          error: 'line 5: usage.calls: expected a whole number above 0',
        },
      ],
    );
  });

  test('counts what belongs to the whole call once, and keeps what was assumed of any attempt', async () => {
    const written = { input_tokens: 10, output_tokens: 0, cache_write_tokens: 10 };
    const anthropic = { provider: 'anthropic', model: 'claude-sonnet-4-5', at: '2026-11-24' };
    const attempts = [{ input_tokens: 0, output_tokens: 1 }, written];
    const ran = await ask(
      `${JSON.stringify({ ...anthropic, usage: { attempts }, tool_usage: { web_search: 1 } })}\n`,
      `${JSON.stringify({ ...anthropic, usage: { attempts }, raw_usage: { input_tokens: 1, output_tokens: 0 } })}\n`,
      query({ attempts: [{ input_tokens: 1, output_tokens: 1 }, 'lost'] }),
    );
    assert.deepEqual(
      answers(ran).map(({ status, usd, assumed, error }) => ({ status, usd, assumed, error })),
      [
        { status: 'priced', usd: '0.0100525', assumed: ['cache_write_5m'], error: undefined },
        { status: 'priced', usd: '0.000003', assumed: [], error: undefined },
        {
          status: 'unread',
          usd: null,
          assumed: undefined,
          error: 'line 3: usage.attempts: expected the usage of each, an object',
        },
      ],
    );
  });

  test('reads on only when its answers are taken, so that memory does not grow with what comes', async () => {
    let read = 0;
    let written = 0;
    let furthest = 0;
    function* many(): Generator<string> {
      for (; read < 200; read += 1) yield `${query({ input_uncached: read, output: 0 })}\n`;
    }
    const slowly = async (): Promise<void> => {
      await new Promise(setImmediate);
      written += 1;
      furthest = Math.max(furthest, read - written);
    };
    const { code } = await runCommand(price, [], { stdin: many(), write: slowly });
    assert.deepEqual([code, written], [0, 200]);
    assert.ok(furthest <= 1, `${furthest} lines were waiting`);
  });

  test('says that stdin cannot be read, after what could be', async () => {
    function* broken(): Generator<string> {
      yield `${query({ input_uncached: 1000, output: 0 })}\n`;
      throw Object.assign(new Error('read'), { code: 'EIO' });
    }
    const ran = await runCommand(price, [], { stdin: broken() });
    assert.deepEqual(
      [ran.code, ran.err, answers(ran)[0]?.['usd']],
      [2, 'taskmeter: cannot read stdin: EIO\n', '0.002'],
    );
  });

  test('says that nothing came, and asks a person for a call', async () => {
    const { code, out, err } = await ask('');
    assert.deepEqual([code, out, err.startsWith('taskmeter: no calls came on stdin')], [0, '', true]);
    const alone = await runCommand(price, []);
    assert.deepEqual([alone.code, alone.err.startsWith('taskmeter: which call?')], [2, true]);
    const both = await runCommand(price, ['-', '--provider', 'openai']);
    assert.equal(both.err, 'taskmeter: a call is described by flags or by lines on stdin, not by both\n');
  });
});

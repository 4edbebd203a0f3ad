import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { APPS, startSurroundings, type Surroundings } from '../support/surroundings.ts';

let around: Surroundings;
let folder: string;
before(async () => {
  around = await startSurroundings();
  folder = mkdtempSync(`${tmpdir()}/taskmeter-settings-`);
});
after(async () => {
  await around.close();
  rmSync(folder, { recursive: true });
});

const line = ['--import', 'taskmeter/register', `${APPS}/app.mjs`];

function file(name: string, content: string): string {
  writeFileSync(`${folder}/${name}`, content);
  return `${folder}/${name}`;
}

const row = (output: string): string =>
  JSON.stringify({
    provider: 'openai',
    rows: [{ model: 'gpt-4.1-mini', prices: { input: '1', cache_read: '1', output }, source: 'contract' }],
  });

suite('a mistake in the settings stops the start with a plain message', () => {
  const mistakes: { what: string; env: () => Record<string, string>; says: RegExp }[] = [
    {
      what: 'an unknown variable',
      env: () => ({ TASKMETER_PRICE: 'x.json' }),
      says: /^taskmeter: unknown variable TASKMETER_PRICE \(did you mean TASKMETER_PRICES\?\); allowed: [^\n]+\n$/,
    },
    {
      what: 'a value that is not allowed',
      env: () => ({ TASKMETER_SAMPLING: 'sometimes' }),
      says: /^taskmeter: TASKMETER_SAMPLING is "sometimes"; allowed: always, follow\n$/,
    },
    {
      what: 'a price file that is not there',
      env: () => ({ TASKMETER_PRICES: `${folder}/none.json` }),
      says: /^taskmeter: TASKMETER_PRICES: cannot read the price file .+none\.json: ENOENT\n$/,
    },
    {
      what: 'a price file that is a folder',
      env: () => ({ TASKMETER_PRICES: folder }),
      says: /^taskmeter: TASKMETER_PRICES: cannot read the price file .+: EISDIR\n$/,
    },
    {
      what: 'a price file that is not JSON',
      env: () => ({ TASKMETER_PRICES: file('broken.json', '{"rows": [') }),
      says: /^taskmeter: TASKMETER_PRICES: .+broken\.json[^\n]*\n$/,
    },
    {
      what: 'a price that is none',
      env: () => ({ TASKMETER_PRICES: file('cheap.json', row('cheap')) }),
      says: /^taskmeter: TASKMETER_PRICES: .+cheap\.json[^\n]+output[^\n]*\n$/,
    },
  ];
  for (const { what, env, says } of mistakes) {
    test(what, async () => {
      const ended = await around.run('openai', line, env());
      assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 1, stdout: '' });
      assert.match(ended.stderr, says);
      assert.deepEqual(around.provider.requests, []);
    });
  }
});

suite('settings have their effect', () => {
  const callOf = (): Readonly<Record<string, unknown>> =>
    around.receiver.spans().find(({ name }) => name === 'chat gpt-4.1-mini')?.attributes ?? {};

  test('a price file overrides the catalogue', async () => {
    const ended = await around.run('openai', line, { TASKMETER_PRICES: file('mine.json', row('2')) });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    // 120 × 1 + 30 × 2 USD per million
    assert.equal(callOf()['taskmeter.cost.exact'], '0.00018');
  });

  test('a discount that lowers nothing is said, and changes nothing', async () => {
    const discounts = [{ provider: 'openai', model: 'gpt-4.1-mini-2025-04-14', factor: '0.5' }];
    const ended = await around.run('openai', line, {
      TASKMETER_PRICES: file('idle.json', JSON.stringify({ discounts })),
    });
    assert.equal(ended.code, 0);
    assert.match(
      ended.stderr,
      /^taskmeter: TASKMETER_PRICES: the discount 0\.5 on openai\/gpt-4\.1-mini-2025-04-14 lowers no price; name [^\n]+\n$/,
    );
    assert.equal(callOf()['taskmeter.cost.exact'], '0.0000768');
  });

  test('a host nobody named has no price', async () => {
    await around.run('openai', line, { TASKMETER_HOSTS: '' });
    const { 'gen_ai.provider.name': provider, 'taskmeter.price.status': status } = callOf();
    assert.deepEqual({ provider, status }, { provider: 'openai_compatible', status: 'unknown_model' });
  });

  test('the proposed cost is written on demand', async () => {
    await around.run('openai', line, { TASKMETER_EMIT_PROPOSED_COST: 'true' });
    assert.equal(callOf()['gen_ai.usage.cost.amount'], 0.0000768);
  });

  test('the former name of cache writes can be left out', async () => {
    const former = 'gen_ai.usage.cache_creation.input_tokens';
    const written = async (env: Record<string, string>): Promise<boolean> => {
      await around.run('anthropic', line, env);
      return around.receiver.spans().some(({ attributes }) => former in attributes);
    };
    assert.equal(await written({}), true);
    assert.equal(await written({ TASKMETER_EMIT_CACHE_CREATION: 'false' }), false);
  });

  test('without HTTP instrumentations there are calls and named tasks only', async () => {
    await around.run('openai', line, { TASKMETER_HTTP: 'false' });
    assert.deepEqual(
      around.receiver.spans().map(({ scope }) => scope),
      ['taskmeter', 'taskmeter', 'taskmeter'],
    );
  });

  test('under a sampler that drops everything calls and tasks are exported all the same', async () => {
    await around.run('openai', line, { OTEL_TRACES_SAMPLER: 'always_off' });
    const names = around.receiver.spans().map(({ name }) => name);
    assert.deepEqual(names.toSorted(), [
      'chat gpt-4.1-mini',
      'chat gpt-4.1-mini',
      'task support.ticket',
      'task.rollup',
    ]);
  });

  test('with TASKMETER_SAMPLING=follow the sampler has the last word', async () => {
    const ended = await around.run('openai', line, { OTEL_TRACES_SAMPLER: 'always_off', TASKMETER_SAMPLING: 'follow' });
    assert.equal(ended.code, 0);
    assert.match(ended.stderr, /^taskmeter: a sampler drops spans of model calls[^\n]*\n$/);
    assert.deepEqual(around.receiver.spans(), []);
  });

  for (const env of [{ TASKMETER_DISABLED: 'true' }, { OTEL_SDK_DISABLED: 'true' }]) {
    test(`${Object.keys(env)[0]} leaves the process as it is`, async () => {
      const ended = await around.run('openai', line, env);
      assert.deepEqual(
        { code: ended.code, stdout: ended.stdout, stderr: ended.stderr },
        {
          code: 0,
          stdout:
            '{"named":"Courier Hartmann crossed Ljubljana overnight.","served":"Courier Hartmann crossed Ljubljana overnight.","traced":false}\n',
          stderr: '',
        },
      );
      assert.deepEqual(around.receiver.requests, []);
    });
  }
});

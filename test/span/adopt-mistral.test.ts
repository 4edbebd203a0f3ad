import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { Mistral } from '@mistralai/mistralai';
import { configureTelemetry } from '@mistralai/mistralai/extra/observability';
import { installHooks } from '../../src/patch/install.ts';
import { mistral } from '../../src/providers/mistral.ts';
import { task } from '../../src/task/task.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { call, request, startSdk, T0, totalsOf } from './sdk.ts';
import { contextHeaders, excuseText } from '../support/run-record.ts';
import { words } from '../support/wire/answer.ts';
import { refusal } from '../support/wire/mistral.ts';

const sdk = startSdk();

describe("a client of Mistral's that traces its own requests", () => {
  let provider: FakeProvider;
  let client: Mistral;
  const messages = [{ role: 'user' as const, content: 'an old herring' }];
  const backoff = { initialInterval: 1, maxInterval: 5, exponent: 1, maxElapsedTime: 10_000 };

  before(async () => {
    provider = await startFakeProvider();
    client = new Mistral({ apiKey: 'sk-test-4f81c2', serverURL: `${provider.url}/mistral` });
    await configureTelemetry(client, 'global', { redaction: false });
    // What the library sends by itself is seen to where its methods are not observed.
    const library = mistral({});
    const targets = library.targets.filter(({ file }) => file.endsWith('lib/sdks'));
    installHooks([{ ...library, targets }], sdk.recorder).observeClient(client);
    for (const text of ['an old herring', words.join(''), refusal.message]) {
      excuseText(text, 'its own spans have the messages, as the application has told it');
    }
  });
  afterEach(() => {
    const told = contextHeaders(provider.requests).map((header) => header.split(' ')[1]);
    assert.deepEqual([...new Set(told)], ['traceparent'], 'its own, and nothing of the task');
    provider.reset();
  });
  after(() => provider.close());
  beforeEach(() => void sdk.read());

  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    'a chat': () => client.chat.complete({ model: 'm-claude', messages }),
    'a stream': async () => {
      for await (const _ of await client.chat.stream({ model: 'm-claude', messages }));
    },
    'an agent': () => client.agents.complete({ agentId: 'ag_1', messages }),
    'the middle of a text': () => client.fim.complete({ model: 'm-claude', prompt: 'an old herring' }),
    embeddings: () => client.embeddings.create({ model: 'm-claude', inputs: 'an old herring' }),
  };
  for (const [name, ask] of Object.entries(ways)) {
    it(`is counted by its own span, which gets the price: ${name}`, async () => {
      await task({ type: 'ticket', id: 'T-1' }, async () => void (await ask()));
      const [own, around, ...rest] = sdk.read();
      assert.deepEqual(rest, []);
      assert.equal(own?.attributes['gen_ai.provider.name'], 'mistral_ai');
      assert.notEqual(own.attributes['taskmeter.price.status'], undefined);
      assert.equal(totalsOf(around)['calls'], 1);
      assert.equal(around?.attributes['taskmeter.task.input_tokens'], own.attributes['gen_ai.usage.input_tokens']);
    });
  }

  it('is not counted again below a call that we observe, however often it sends', async () => {
    await task({ type: 'ticket' }, async () => {
      const open = sdk.recorder.begin(request, T0);
      await open.run(() =>
        client.chat.complete({ model: '1x429', messages }, { retries: { strategy: 'backoff', backoff } }),
      );
      open.end(call());
    });
    const spans = sdk.read();
    assert.deepEqual(
      spans.filter(({ attributes }) => 'taskmeter.price.status' in attributes).map(({ name }) => name),
      ['chat m-1'],
    );
    assert.equal(spans.length, 4);
    assert.equal(totalsOf(spans.at(-1))['calls'], 1);
  });

  it('tells of each request by itself, so that a repeated one is another call', async () => {
    await task({ type: 'ticket' }, async () => {
      await client.chat.complete({ model: 'm 1x429', messages }, { retries: { strategy: 'backoff', backoff } });
    });
    const [refused, answered, around] = sdk.read();
    assert.equal(refused?.attributes['taskmeter.price.status'], 'not_billed');
    assert.equal(answered?.attributes['taskmeter.price.status'], 'priced');
    assert.equal(totalsOf(around)['calls'], 2);
    assert.equal(totalsOf(around)['cost'], answered.attributes['taskmeter.cost.exact']);
  });

  it('has other spans too, which are no calls', async () => {
    await task({ type: 'ticket' }, async () => {
      await client.models.list().catch(() => {});
    });
    const [native, around] = sdk.read();
    assert.equal(native?.attributes['taskmeter.price.status'], undefined);
    assert.equal(totalsOf(around)['calls'], 0);
  });
});

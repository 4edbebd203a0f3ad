import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { installSdks, sdksFolder } from '../../scripts/sdks.ts';
import { watchRequests } from '../../src/patch/sent-requests.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { aliasesOf } from '../matrix/cells.ts';
import { mainOf, methodAt } from '../transparency/sdks.ts';
import { observe } from './observe.ts';

installSdks();

const body = (model: string): object => ({
  model,
  max_tokens: 9,
  messages: [{ role: 'user', content: 'an old herring' }],
});
const undici = createRequire(`${sdksFolder}/`)('undici') as {
  readonly Agent: new (options: object) => object;
  readonly fetch: typeof fetch;
};
const settled = async (promise: Promise<unknown> | undefined): Promise<void> => void (await promise?.catch(() => {}));

/** Everything on loopback is a provider of models here. */
function watching(): { readonly seen: string[]; readonly watch: Parameters<typeof watchRequests>[0] } {
  const seen: string[] = [];
  return {
    seen,
    watch: {
      isModelHost: (host) => host.startsWith('127.0.0.1:'),
      isAccountedFor: () => false,
      unobserved: (host) => void seen.push(host),
    },
  };
}

for (const alias of aliasesOf('openai', 'anthropic', 'genai', 'mistral')) {
  const path = mainOf(alias);

  describe(`no request of an observed call of ${alias} is taken for an unobserved one`, () => {
    const cases = [
      { name: 'an answer at once', model: 'plain' },
      { name: 'retries', model: '2x429' },
      { name: 'a connection reset', model: 'reset1' },
      { name: 'a hang, ended by a time-out', model: 'hang1', options: { timeout: 500 } },
    ];
    for (const { name, model, options } of cases) {
      it(name, async () => {
        const { seen, watch } = watching();
        await using observed = await observe(alias, { watch });
        const client = observed.sdk.newClient({ url: observed.provider.url });
        await settled(methodAt(client, path)?.(body(model), options));
        assert.deepEqual(seen, []);
      });
    }

    it('in a pool that sends it in the context of another', async () => {
      const { seen, watch } = watching();
      await using observed = await observe(alias, { watch });
      const dispatcher = new undici.Agent({ connections: 2 });
      const own = (url: string, init: object): Promise<Response> =>
        undici.fetch(url, { ...init, dispatcher } as object);
      const client = observed.sdk.newClient({ url: observed.provider.url, fetch: own });
      await Promise.all(Array.from({ length: 20 }, (_, i) => settled(methodAt(client, path)?.(body(`plain-${i}`)))));
      assert.deepEqual({ seen, requests: observed.provider.requests.length }, { seen: [], requests: 20 });
    });

    it('and a request beside them that is made by hand is found, even where mocked ones are never sent', async () => {
      const { seen, watch } = watching();
      await using observed = await observe(alias, { watch });
      const { url } = observed.provider;
      const client = observed.sdk.newClient({ url });
      const mocked = observed.sdk.newClient({ url, fetch: async () => Response.json({}) });
      await settled(methodAt(mocked, path)?.(body('plain')));
      const calls = Array.from({ length: 10 }, (_, i) => settled(methodAt(client, path)?.(body(`plain-${i}`))));
      await Promise.all(calls);
      const [first] = observed.provider.requests;
      await fetch(`${url}${first?.path}`, { method: 'POST', body: JSON.stringify(body('raw')) });
      assert.deepEqual(seen, [new URL(url).host]);
    });
  });
}

describe('a request to a model that no observed call makes', () => {
  let provider: FakeProvider;
  before(async () => {
    provider = await startFakeProvider();
  });
  after(() => provider.close());

  const post = { method: 'POST', body: '{"model":"raw"}' };
  const ways: Readonly<Record<string, (url: string, init?: { method?: string; body?: string }) => Promise<unknown>>> = {
    fetch: async (url, init) => (await fetch(url, init)).text(),
    'fetch of another undici': async (url, init) => (await undici.fetch(url, init)).text(),
    'node:http': async (url, { method, body: content } = {}) => {
      const sent = request(url, { method });
      sent.end(content);
      const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
      response.resume();
      await once(response, 'end');
    },
  };

  for (const [way, send] of Object.entries(ways)) {
    it(`is seen when it is made by ${way}, and what is no inference is not`, async () => {
      const { seen, watch } = watching();
      const stop = watchRequests(watch);
      await send(`${provider.url}/v1/chat/completions?key=secret`, post);
      await send(`${provider.url}/v1beta/models/gemini-2.5-flash:generateContent`, post);
      await send(`${provider.url}/v1/messages/batches`, post);
      const found = seen.splice(0);
      await send(`${provider.url}/v1/models`);
      await send(`${provider.url}/v1/files`, post);
      await send(`${provider.url}/v1/messages/count_tokens`, post);
      await send(`${provider.url}/v1/threads/thread_1/messages`, post);
      stop();
      await send(`${provider.url}/v1/chat/completions`, post);
      const { host } = new URL(provider.url);
      assert.deepEqual({ found, seen }, { found: [host, host, host], seen: [] });
    });
  }

  it('is none where it is accounted for otherwise, or its host is nobody’s', async () => {
    const { seen, watch } = watching();
    const stops = [
      watchRequests({ ...watch, isAccountedFor: () => true }),
      watchRequests({ ...watch, isModelHost: () => false }),
    ];
    await fetch(`${provider.url}/v1/chat/completions`, post);
    for (const stop of stops) stop();
    assert.deepEqual(seen, []);
  });
});

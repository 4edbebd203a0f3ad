import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { installSdks, sdksFolder } from '../../scripts/sdks.ts';
import { aliasesOf } from '../matrix/cells.ts';
import { abilitiesOf, mainOf, methodAt } from '../transparency/sdks.ts';
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

const dispatcherKey: unique symbol = Symbol.for('undici.globalDispatcher.1');

/** What is thrown is another test's matter. */
const settled = async (promise: Promise<unknown> | undefined): Promise<void> => void (await promise?.catch(() => {}));

for (const alias of aliasesOf('openai', 'anthropic', 'genai', 'mistral')) {
  const path = mainOf(alias);
  const can = abilitiesOf(alias);

  describe(`the attempts of a call of ${alias} are the requests the server saw`, () => {
    const cases = [
      { name: 'an answer at once', model: 'plain', seen: ['200'] },
      { name: '429 twice', model: '2x429', retry: 'retry refused', seen: ['429', '429', '200'] },
      { name: '500 twice', model: '2x500', retry: 'retry refused', seen: ['500', '500', '200'] },
      { name: 'a connection reset once', model: 'reset1', retry: 'retry reset', seen: ['ECONNRESET', '200'] },
      {
        name: 'a hang, ended by a time-out',
        model: 'hang1',
        retry: 'retry time-out',
        options: { timeout: 1500 },
        seen: [alias.startsWith('mistral') ? 'TimeoutError' : 'AbortError', '200'],
      },
      { name: '400', model: '9x400', seen: ['400'] },
    ] as const;
    for (const { name, model, seen: all, ...more } of cases) {
      const { options, retry } = { options: undefined, retry: undefined, ...more };
      const seen = retry === undefined || can.has(retry) ? all : all.slice(0, 1);
      it(name, async () => {
        await using observed = await observe(alias);
        const client = observed.sdk.newClient({ url: observed.provider.url });
        await settled(methodAt(client, path)?.(body(model), options));
        const [call] = observed.calls;
        assert.deepEqual(
          call?.attempts.map(({ status, errorType }) => String(status ?? errorType)),
          seen,
        );
        assert.equal(observed.provider.requests.length, seen.length);
        assert.ok(call?.attempts.every(({ startedAt, endedAt }) => (endedAt ?? 0) >= startedAt));
      });
    }

    if (can.has('global fetch')) {
      it('made up by a fetch that is put in place of the global one after us', async () => {
        await using observed = await observe(alias);
        const { fetch: real } = globalThis;
        const answers = [429, 200].map((status) => Response.json({ error: {} }, { status }));
        const mock = async (): Promise<Response> => answers.shift() ?? Response.error();
        globalThis.fetch = mock;
        const client = observed.sdk.newClient({ url: observed.provider.url });
        await settled(methodAt(client, path)?.(body('plain')));
        assert.equal(globalThis.fetch, mock, 'the mock stands where it was put');
        globalThis.fetch = real;
        assert.deepEqual(
          observed.calls[0]?.attempts.map(({ status }) => status),
          can.has('retry refused') ? [429, 200] : [429],
        );
        assert.equal(observed.provider.requests.length, 0);
      });
    }

    if (!can.has('fetch')) return;
    it('through a fetch of its own', async () => {
      await using observed = await observe(alias);
      let sent = 0;
      const own = (...args: Parameters<typeof fetch>): Promise<Response> => {
        sent++;
        return fetch(...args);
      };
      const client = observed.sdk.newClient({ url: observed.provider.url, fetch: own });
      await settled(methodAt(client, path)?.(body('2x429')));
      assert.equal(observed.calls[0]?.attempts.length, 3);
      assert.equal(sent, 3);
      assert.equal((client as { fetch: unknown }).fetch, own, 'the client keeps its own fetch');
    });

    const hedges: Readonly<Record<string, (send: () => Promise<Response>) => Promise<Response>>> = {
      'at once': async (send) => (await Promise.all([send(), send()]))[0],
      'after a moment': async (send) => {
        const first = send();
        await delay(10);
        return (await Promise.all([first, send()]))[0];
      },
      'when it is refused': async (send) => {
        const response = await send();
        return response.ok ? response : send();
      },
    };
    for (const [when, hedge] of Object.entries(hedges)) {
      it(`through a fetch of its own that sends a second time ${when}`, async () => {
        await using observed = await observe(alias);
        const own = async (...args: Parameters<typeof fetch>): Promise<Response> => hedge(() => fetch(...args));
        const client = observed.sdk.newClient({ url: observed.provider.url, fetch: own });
        await settled(methodAt(client, path)?.(body('3x500')));
        assert.equal(observed.calls[0]?.attempts.length, observed.provider.requests.length);
        assert.ok(observed.provider.requests.length > 3);
      });
    }

    it('made up by a mocked fetch', async () => {
      await using observed = await observe(alias);
      const answers = [429, 200].map((status) =>
        Response.json({ error: {} }, { status, headers: { 'retry-after-ms': '1' } }),
      );
      const client = observed.sdk.newClient({
        url: observed.provider.url,
        fetch: async () => answers.shift() ?? Response.error(),
      });
      await settled(methodAt(client, path)?.(body('plain')));
      assert.deepEqual(
        observed.calls[0]?.attempts.map(({ status }) => status),
        [429, 200],
      );
      assert.equal(observed.provider.requests.length, 0);
    });
  });
}

const newest = ['openai-7-newest', 'anthropic-1-newest', 'genai-3-newest', 'mistral-2-newest'];

for (const alias of [...newest, 'genai-1-oldest', 'mistral-1-oldest']) {
  const path = mainOf(alias);
  const can = abilitiesOf(alias);

  it(`each call of ${alias} keeps its own attempts behind a pool of two connections`, async () => {
    await using observed = await observe(alias);
    using pool = limitedPool(can.has('fetch'));
    const client = observed.sdk.newClient({ url: observed.provider.url, ...pool.options });
    const models = Array.from({ length: 20 }, (_, i) => `${i % 3}x500 of ${i}`);
    await Promise.all(models.map((model) => settled(methodAt(client, path)?.(body(model)))));
    const counted = new Map(observed.calls.map(({ request, attempts }) => [request.model, attempts.length]));
    assert.deepEqual(
      models.map((model) => counted.get(model)),
      models.map((_, i) => (can.has('retry refused') ? (i % 3) + 1 : 1)),
    );
    assert.equal(
      observed.provider.requests.length,
      observed.calls.reduce((sum, { attempts }) => sum + attempts.length, 0),
    );
  });

  it(`a client of ${alias} made before the hooks is observed like any other`, async () => {
    const before = await observe(alias);
    const client = before.sdk.newClient({ url: before.provider.url });
    before.installation.disable();
    await settled(methodAt(client, path)?.(body('plain')));
    assert.deepEqual(before.calls, [], 'nothing is observed once disabled');
    await using observed = await observe(alias);
    await settled(methodAt(client, path)?.(body('1x429')));
    assert.equal(observed.calls[0]?.attempts.length, can.has('retry refused') ? 2 : 1);
    await before.provider.close();
  });
}

for (const alias of newest) {
  const path = mainOf(alias);

  it(`what ${alias} asks for in the middle of a call is no attempt of it`, async () => {
    await using observed = await observe(alias);
    const inner = observed.sdk.newClient({ url: observed.provider.url });
    const own = async (...args: Parameters<typeof fetch>): Promise<Response> => {
      await settled(methodAt(inner, path)?.(body('1x500 inside')));
      return fetch(...args);
    };
    const client = observed.sdk.newClient({ url: observed.provider.url, fetch: own });
    await settled(methodAt(client, path)?.(body('outside')));
    assert.deepEqual(
      observed.calls.map(({ request, attempts }) => [request.model, attempts.length]),
      [
        ['1x500 inside', 2],
        ['outside', 1],
      ],
    );
  });

  it(`a refused connection of ${alias} never reached the provider; how long to wait is read from a 429`, async () => {
    await using observed = await observe(alias);
    const { url } = observed.provider;
    await settled(methodAt(observed.sdk.newClient({ url }), path)?.(body('1x429')));
    await observed.provider.close();
    await settled(methodAt(observed.sdk.newClient({ url, maxRetries: 0 }), path)?.(body('plain')));
    const [waited, refused] = observed.calls;
    assert.equal(waited?.attempts[0]?.retryAfterMs, 5);
    assert.equal(refused?.attempts[0]?.neverSent, true);
    assert.deepEqual(refused?.error, { type: 'ECONNREFUSED' });
  });
}

/** Two connections for all calls: by the client's own `fetch`, or where it takes none by the process's dispatcher. */
function limitedPool(isOwn: boolean): { readonly options: object } & Disposable {
  if (isOwn) {
    const dispatcher = new undici.Agent({ connections: 2 });
    const own = (url: string, init: object): Promise<Response> =>
      undici.fetch(url, { ...init, dispatcher } as RequestInit);
    return { options: { fetch: own }, [Symbol.dispose]: () => {} };
  }
  // Set when undici is loaded.
  const holder = globalThis as unknown as { [dispatcherKey]: object };
  const before = holder[dispatcherKey];
  const Agent = before.constructor as typeof undici.Agent;
  holder[dispatcherKey] = new Agent({ connections: 2 });
  return { options: {}, [Symbol.dispose]: () => (holder[dispatcherKey] = before) };
}

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import type { Attempt, CallRequest } from '../../src/call.ts';
import { type GlobalFetch, observeGlobalFetch } from '../../src/patch/global-fetch.ts';
import { Op } from '../../src/patch/op.ts';
import { observeSending } from '../../src/patch/recording.ts';
import { createPatches, type Patches } from '../../src/patch/replace.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';

const unread = { push() {}, response: () => ({}), complete: false };
const native = globalThis.fetch;
const nativeDescriptor = describeFetch();

describe("the global fetch records a call's requests", () => {
  let provider: FakeProvider;
  let patches: Patches;
  let globalFetch: GlobalFetch;
  let url: string;

  before(async () => {
    provider = await startFakeProvider();
    url = `${provider.url}/v1/embeddings`;
  });
  after(() => provider.close());
  beforeEach(() => {
    provider.reset();
    patches = createPatches();
    globalFetch = observeGlobalFetch(patches, (fetch) => fetch);
  });
  afterEach(() => {
    mock.reset();
    patches.undo();
    assert.equal(globalThis.fetch, native, 'nothing of ours is left');
  });

  /** A call whose client points at the provider, or at another server. */
  const newOp = (more: Partial<CallRequest> = {}): Op => {
    const { hostname, port } = new URL(provider.url);
    const request = {
      operation: 'chat',
      provider: 'openai',
      serverAddress: hostname,
      serverPort: Number(port),
      ...more,
    } as const;
    const method = { request: () => request, response: () => ({}), stream: () => unread };
    return new Op(method, request, { aside: (fn) => fn(), begin: () => ({ run: (fn) => fn(), end() {} }) });
  };
  const post = (model: string): RequestInit => ({ method: 'POST', body: JSON.stringify({ model }) });
  const seen = ({ attempts }: Op): string[] => attempts.map(({ status, errorType }) => String(status ?? errorType));

  it('as the server sees them, for a string, a URL and a Request', async () => {
    const op = newOp();
    await op.run(async () => {
      await fetch(url, post('1x429'));
      await fetch(new URL(url), post('1x500'));
      await fetch(new Request(url, post('plain')));
      await fetch(url, post('reset1')).catch(() => {});
    });
    assert.deepEqual(seen(op), ['429', '500', '200', 'ECONNRESET']);
    assert.equal(provider.requests.length, 4);
    assert.equal(op.attempts[0]?.retryAfterMs, 5);
    assert.ok(op.attempts.every(({ startedAt, endedAt }) => (endedAt ?? 0) >= startedAt));
  });

  it('an attempt under way is there before its answer', async () => {
    const op = newOp();
    const promise = op.run(() => fetch(url, post('plain')));
    assert.deepEqual(
      op.attempts.map((attempt: Attempt) => attempt.endedAt),
      [undefined],
    );
    await promise;
  });

  it('nothing outside a call', async () => {
    const { status } = await fetch(url, post('plain'));
    assert.equal(status, 200);
    assert.equal(provider.requests.length, 1);
  });

  it('nothing that is sent with a signal that has fired', async () => {
    const op = newOp();
    await op.run(async () => {
      const signal = AbortSignal.abort();
      await assert.rejects(fetch(url, { signal }), { name: 'AbortError' });
      await assert.rejects(fetch(new Request(url, { signal })), { name: 'AbortError' });
    });
    assert.deepEqual(op.attempts, []);
    assert.equal(op.url, undefined);
  });

  it('nothing that goes elsewhere, even first', async () => {
    const other = await startFakeProvider();
    const op = newOp();
    await op.run(async () => {
      await fetch(`${other.url}/token`, post('plain'));
      await fetch(url, post('plain'));
      await fetch(`${provider.url}/v1/files`, post('plain'));
    });
    await other.close();
    assert.deepEqual(seen(op), ['200']);
  });

  it('a client whose server is not known by its first address', async () => {
    const op = newOp({ serverAddress: undefined, serverPort: undefined });
    await op.run(() => fetch(url, post('plain')));
    assert.deepEqual(seen(op), ['200']);
  });

  it('each call its own when many run at once', async () => {
    const ops = Array.from({ length: 20 }, () => newOp());
    await Promise.all(
      ops.map((op, i) =>
        op.run(async () => {
          for (let sent = 0; sent <= i % 3; sent++) await fetch(url, post('plain'));
        }),
      ),
    );
    assert.deepEqual(
      ops.map(({ attempts }) => attempts.length),
      ops.map((_, i) => (i % 3) + 1),
    );
  });

  it('once, however many functions that send lie within one another', async () => {
    const op = newOp();
    const twice = observeSending(async () => {
      await fetch(url, post('1x500'));
      return await fetch(url, post('plain'));
    });
    const round = observeSending(() => twice.call(undefined, url));
    await op.run(() => round.call(undefined, url));
    assert.deepEqual(seen(op), ['500', '200']);
    assert.equal(provider.requests.length, 2);
  });

  it('where it is seen last, when what is below is not ours', async () => {
    const op = newOp();
    const client = observeSending(async () => await native(url, post('2x429')));
    await op.run(async () => {
      await client.call(undefined, url);
      await client.call(undefined, url, { signal: new AbortController().signal });
      await client.call(undefined, url);
    });
    assert.deepEqual(seen(op), ['429', '429', '200']);
  });

  it('through a mock that came later, and gives it back as it was', async () => {
    const answers = [429, 200].map((status) => new Response('{}', { status }));
    const { mock: seenByMock } = mock.method(globalThis, 'fetch', async () => answers.shift() ?? Response.error());
    const mocked = globalThis.fetch;
    const op = newOp();
    const other = newOp();
    globalFetch.follow(op);
    globalFetch.follow(other);
    assert.notEqual(globalThis.fetch, mocked);
    assert.equal(
      (globalThis.fetch as unknown as { mock: unknown }).mock,
      seenByMock,
      'it is the mock in all but identity',
    );
    await op.run(async () => {
      await fetch(url);
      await fetch(url);
    });
    op.end('done');
    assert.notEqual(globalThis.fetch, mocked, 'another call is open');
    other.end('done');
    assert.equal(globalThis.fetch, mocked);
    assert.equal(seenByMock.callCount(), 2);
    assert.deepEqual(seen(op), ['429', '200']);
    assert.deepEqual(provider.requests, []);
  });

  it('once, where another library wrapped it later', async () => {
    const ours = globalThis.fetch;
    globalThis.fetch = (...args) => ours(...args);
    const op = newOp();
    globalFetch.follow(op);
    await op.run(() => fetch(url, post('plain')));
    op.end('done');
    globalThis.fetch = ours;
    assert.deepEqual(seen(op), ['200']);
  });

  it('and leaves a mock alone that is taken away, or put there, in the middle of a call', async () => {
    const ours = globalThis.fetch;
    const first = mock.method(globalThis, 'fetch', async () => new Response());
    const op = newOp();
    globalFetch.follow(op);
    first.mock.restore();
    assert.equal(globalThis.fetch, ours);
    const second = mock.method(globalThis, 'fetch', async () => new Response());
    const mocked = globalThis.fetch;
    op.end('done');
    assert.equal(globalThis.fetch, mocked);
    second.mock.restore();
    assert.equal(globalThis.fetch, ours);
  });

  it('and looks like the native one', () => {
    assert.notEqual(globalThis.fetch, native);
    assert.deepEqual(describeFetch(), nativeDescriptor);
  });
});

function describeFetch(): unknown {
  const { value, ...place } = Object.getOwnPropertyDescriptor(globalThis, 'fetch') ?? {};
  const { prototype: _, ...own } = Object.getOwnPropertyDescriptors(value as typeof fetch);
  return [place, own];
}

import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { installSdks } from '../../scripts/sdks.ts';
import { abilitiesOf, mainOf, methodAt, type Stream } from '../transparency/sdks.ts';
import { type Observed, observe } from './observe.ts';

installSdks();
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Collects what nobody holds until so many calls have ended by it. */
async function collectUntil({ calls, provider }: Observed, count: number): Promise<void> {
  await provider.idle();
  for (let tries = 0; calls.length < count && tries < 200; tries++) {
    collectGarbage();
    await turn();
  }
}

const body = (model: string, more: object = {}): object => ({
  model,
  max_tokens: 9,
  messages: [{ role: 'user', content: 'an old herring' }],
  ...more,
});

for (const alias of [
  'openai-4-newest',
  'openai-7-newest',
  'anthropic-0-oldest',
  'anthropic-1-newest',
  'genai-3-newest',
  'mistral-2-newest',
]) {
  const path = mainOf(alias);
  const open = async ({ sdk, provider }: Observed, model: string): Promise<Stream> => {
    const create = methodAt(sdk.newClient({ url: provider.url }), path);
    return (await create?.(body(model, { stream: true }))) as Stream;
  };

  describe(`a call of ${alias} ends`, () => {
    // Where promises have no raw response, the library has read it before anybody asks.
    const unawaited = abilitiesOf(alias).has('raw') ? 'unread' : 'done';
    it(`${unawaited}, when its promise is collected`, async () => {
      await using observed = await observe(alias);
      void methodAt(observed.sdk.newClient({ url: observed.provider.url }), path)?.(body('plain'));
      await observed.provider.asked();
      await collectUntil(observed, 1);
      assert.deepEqual(
        observed.calls.map(({ ending, attempts }) => [ending, attempts.length]),
        [[unawaited, 1]],
      );
    });

    it('unread, when its stream is collected', async () => {
      await using observed = await observe(alias);
      await open(observed, 'plain');
      await collectUntil(observed, 1);
      assert.deepEqual(
        observed.calls.map(({ ending }) => ending),
        ['unread'],
      );
    });

    it('unread, with what was read, when its iterator is collected', async () => {
      await using observed = await observe(alias);
      await (async () => void (await (await open(observed, 'plain'))[Symbol.asyncIterator]().next()))();
      await collectUntil(observed, 1);
      const [call] = observed.calls;
      assert.equal(call?.ending, 'unread');
      assert.ok(call.firstChunkAt !== undefined && call.response.id !== undefined);
    });

    it('not before its stream has been read, though nobody holds the stream', async () => {
      await using observed = await observe(alias);
      const iterator = (await open(observed, 'plain'))[Symbol.asyncIterator]();
      await iterator.next();
      for (let i = 0; i < 20; i++) {
        collectGarbage();
        await turn();
      }
      assert.deepEqual(observed.calls, []);
      while ((await iterator.next()).done !== true);
      assert.deepEqual(
        observed.calls.map(({ ending }) => ending),
        ['done'],
      );
    });

    it('unread, when its stream lies idle for too long', async () => {
      await using observed = await observe(alias, { streamIdleMs: 20 });
      const stream = await open(observed, 'plain');
      await observed.ended(1);
      assert.equal(observed.calls[0]?.ending, 'unread');
      let chunks = 0;
      for await (const _ of stream) chunks++;
      assert.ok(chunks > 5, 'the consumer still gets everything');
    });

    it('done, when its consumer leaves after the terminal event', async () => {
      await using observed = await observe(alias);
      for await (const chunk of await open(observed, 'plain')) {
        const text = JSON.stringify(chunk);
        if (/"finish_?[rR]eason":"stop"/.test(text) || text.includes('message_delta')) break;
      }
      assert.deepEqual(
        observed.calls.map(({ ending }) => ending),
        ['done'],
      );
    });

    it('with the time of its first chunk and of its end in order', async () => {
      await using observed = await observe(alias);
      for await (const _ of await open(observed, 'slow'));
      const { startedAt = 0, firstChunkAt = 0, endedAt = 0, attempts = [] } = observed.calls[0] ?? {};
      assert.ok(startedAt <= (attempts[0]?.startedAt ?? 0));
      assert.ok((attempts[0]?.endedAt ?? Infinity) <= firstChunkAt && firstChunkAt < endedAt);
    });

    it('by what is known, when the process ends', async () => {
      await using observed = await observe(alias);
      const create = methodAt(observed.sdk.newClient({ url: observed.provider.url }), path);
      const never = create?.(body('hang9'), { maxRetries: 0 });
      never?.catch(() => {});
      await observed.provider.asked();
      observed.installation.endOpenCalls();
      assert.deepEqual(
        observed.calls.map(({ ending }) => ending),
        ['unread'],
      );
    });
  });
}

it('a call whose client makes its own spans is left to it', async () => {
  await using observed = await observe('anthropic-1-newest');
  const client = observed.sdk.newClient({ url: observed.provider.url, openTelemetry: { traces: { enabled: true } } });
  await methodAt(client, 'messages.create')?.(body('plain'));
  assert.deepEqual(observed.calls, []);
});

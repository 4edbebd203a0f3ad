import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { installSdks, sdksFolder } from '../../scripts/sdks.ts';
import type { LlmCall } from '../../src/call.ts';
import { attemptCount, failedAttempts } from '../../src/task/entry.ts';
import { startFakeProvider } from '../support/fake-provider.ts';
import type { Ai, Genai } from '../transparency/genai.ts';
import { type Observed, observe } from './observe.ts';

installSdks();

const lookUp = {
  tool: async () => ({ functionDeclarations: [{ name: 'look_up', description: 'looks up' }] }),
  callTool: async () => [{ functionResponse: { name: 'look_up', response: { found: true } } }],
};

/** What the fake provider says of one answer. */
const usage = { inputTokens: 120, outputTokens: 30, cacheReadTokens: 64, reasoningTokens: 12 };
const twice = { inputTokens: 240, outputTokens: 60, cacheReadTokens: 128, reasoningTokens: 24 };

function aiOf({ sdk, provider }: Observed): Ai {
  return (sdk.newClient({ url: provider.url }) as Genai).ai;
}

async function read(chunks: unknown): Promise<void> {
  for await (const _ of (await chunks) as AsyncIterable<unknown>);
}

/** A call as a whole, without times and without what it was asked. */
function shown({ ending, error, response, attempts }: LlmCall): unknown {
  const { usage: used, toolCalls, finishReasons } = response;
  const statuses = attempts.map(({ status, errorType, continues }) =>
    continues === true ? `then ${status}` : String(status ?? errorType),
  );
  return { ending, error: error?.type, usage: used, toolCalls, finishReasons, attempts: statuses };
}

const answer = { ending: 'done', error: undefined, usage, finishReasons: ['STOP'], attempts: ['200'] };

for (const alias of ['genai-1-newest', 'genai-2-newest', 'genai-3-newest']) {
  describe(`each request that ${alias} makes to a model is a call`, () => {
    for (const [name, send] of [
      ['in one piece', (ai: Ai, params: object) => ai.models.generateContent(params)],
      ['streamed', (ai: Ai, params: object) => read(ai.models.generateContentStream(params))],
    ] as const) {
      it(`the rounds of functions that the library calls, ${name}`, async () => {
        await using observed = await observe(alias);
        await send(aiOf(observed), { model: 'tool', contents: 'an old herring', config: { tools: [lookUp] } });
        assert.deepEqual(observed.calls.map(shown), [
          { ...answer, toolCalls: 1 },
          { ...answer, toolCalls: 0 },
        ]);
        assert.equal(observed.provider.requests.length, 2);
      });
    }

    it('a message of a chat, and one that is streamed', async () => {
      await using observed = await observe(alias);
      const chat = aiOf(observed).chats.create({ model: 'plain' });
      await chat.sendMessage({ message: 'an old herring' });
      await read(chat.sendMessageStream({ message: 'and a young one?' }));
      assert.deepEqual(observed.calls.map(shown), [
        { ...answer, toolCalls: 0 },
        { ...answer, toolCalls: 0 },
      ]);
    });

    it('an abort is told from a time-out', async () => {
      await using observed = await observe(alias);
      const { models } = aiOf(observed);
      const abort = new AbortController();
      const aborted = models.generateContent({
        model: 'hang9',
        contents: 'an old herring',
        config: { abortSignal: abort.signal, httpOptions: { retryOptions: { attempts: 1 } } },
      });
      await observed.provider.asked();
      abort.abort();
      await assert.rejects(aborted);
      const config = { httpOptions: { timeout: 300, retryOptions: { attempts: 1 } } };
      await assert.rejects(models.generateContent({ model: 'hang9', contents: 'an old herring', config }));
      assert.deepEqual(
        observed.calls.map(({ ending }) => ending),
        ['abort', 'error'],
      );
    });
  });
}

for (const alias of ['genai-2-newest', 'genai-3-newest']) {
  it(`an error that ${alias} reports within an answer is no refusal`, async () => {
    await using observed = await observe(alias);
    const { models } = aiOf(observed);
    await assert.rejects(read(models.generateContentStream({ model: 'error-event', contents: 'an old herring' })), {
      status: 503,
    });
    await assert.rejects(models.generateContent({ model: '9x400', contents: 'an old herring' }));
    assert.deepEqual(
      observed.calls.map(({ error, attempts }) => ({ error, statuses: attempts.map(({ status }) => status) })),
      [
        { error: { type: 'ApiError' }, statuses: [200] },
        // Its status is lost where the library may send again.
        { error: { type: '400', status: 400 }, statuses: [400] },
      ],
    );
  });

  describe(`an answer that ${alias} gets in two parts is one call`, () => {
    for (const [name, send] of [
      ['in one piece', (ai: Ai, params: object) => ai.models.generateContent(params)],
      ['streamed', (ai: Ai, params: object) => read(ai.models.generateContentStream(params))],
    ] as const) {
      it(`with the usage of both, and without a retry, ${name}`, async () => {
        await using observed = await observe(alias);
        await send(aiOf(observed), { model: 'continued', contents: 'an old herring' });
        assert.deepEqual(observed.calls.map(shown), [
          { ...answer, usage: twice, toolCalls: 0, attempts: ['200', 'then 200'] },
        ]);
        assert.equal(observed.provider.requests.length, 2);
        const [call] = observed.calls;
        assert.deepEqual(call && [attemptCount(call), failedAttempts(call)], [1, []]);
      });
    }

    it('a part that was refused once is retried, and that is one', async () => {
      await using observed = await observe(alias);
      await aiOf(observed).models.generateContent({ model: 'continued 1x503', contents: 'an old herring' });
      assert.deepEqual(observed.calls.map(shown), [
        { ...answer, usage: twice, toolCalls: 0, attempts: ['503', '200', 'then 200'] },
      ]);
      const [call] = observed.calls;
      assert.deepEqual(call && attemptCount(call), 2);
    });

    it('of which the user puts together each part by themselves, it is two', async () => {
      await using observed = await observe(alias);
      const { models } = aiOf(observed);
      const config = { automaticContinuation: false };
      await models.generateContent({ model: 'continued', contents: 'an old herring', config });
      await models.generateContent({
        model: 'continued',
        contents: 'an old herring',
        config: { ...config, continuationToken: 'more-5512' },
      });
      assert.deepEqual(
        observed.calls.map(({ response, attempts }) => [response.finishReasons, attempts.length, response.usage]),
        [
          [['CONTINUATION'], 1, usage],
          [['STOP'], 1, usage],
        ],
      );
    });
  });
}

for (const alias of ['genai-1-newest', 'genai-3-newest']) {
  it(`a token that ${alias} fetches for Vertex is no attempt, and the region is the client's`, async (t) => {
    const tokens = await startFakeProvider();
    t.after(() => tokens.close());
    await using observed = await observe(alias, {
      hosts: (url) => ({ [new URL(url).host]: 'gcp.vertex_ai' }),
    });
    const { GoogleGenAI } = createRequire(import.meta.url)(`${sdksFolder}/${alias}/dist/node/index.cjs`) as {
      readonly GoogleGenAI: new (options: object) => Ai;
    };
    const authClient = {
      async getRequestHeaders() {
        await fetch(`${tokens.url}/token`, { method: 'POST' });
        return new Headers({ authorization: 'Bearer token-77aa31' });
      },
    };
    const { models } = new GoogleGenAI({
      vertexai: true,
      project: 'parcels',
      location: 'europe-west4',
      googleAuthOptions: { authClient },
      httpOptions: { baseUrl: observed.provider.url },
    });
    await models.generateContent({ model: 'plain', contents: 'an old herring' });
    await models.embedContent({ model: 'text-embedding-005', contents: 'an old herring' });
    assert.deepEqual(
      observed.calls.map(({ request, attempts }) => [request.provider, request.region, attempts.length]),
      [
        ['gcp.vertex_ai', 'europe-west4', 1],
        ['gcp.vertex_ai', 'europe-west4', 1],
      ],
    );
    assert.equal(tokens.requests.length, 2);
    assert.deepEqual(observed.calls[1]?.response.usage, { inputTokens: 8 });
  });
}

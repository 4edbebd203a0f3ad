import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { startProvider } from '../../examples/support-agent/provider/server.ts';
import type { Provider } from '../../examples/support-agent/provider/server.ts';

const handbook = await readFile('examples/support-agent/handbook.md', 'utf8');
const servers: Provider[] = [];

let openai: OpenAI;
let anthropic: Anthropic;

before(async () => {
  const { url } = await fresh();
  openai = new OpenAI({ apiKey: 'scripted', baseURL: `${url}/api.openai.com/v1` });
  anthropic = new Anthropic({ apiKey: 'scripted', baseURL: `${url}/api.anthropic.com` });
});
after(() => Promise.all(servers.map((server) => server.close())));

test('a token is a word, and what is not text has a fixed size', async () => {
  const { usage } = await openai.chat.completions.create({
    model: 'gpt-4.1',
    messages: [
      { role: 'system', content: 'three words here' },
      { role: 'user', content: 'Ticket T-2001: two words' },
    ],
    tools: [{ type: 'function', function: { name: 'lookup_order' } }],
  });
  assert.deepEqual(usage, {
    prompt_tokens: 50 + (4 + 3) + (4 + 4),
    completion_tokens: 2 * 20,
    total_tokens: 50 + (4 + 3) + (4 + 4) + 2 * 20,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  });
});

test('a prompt of more than 1,024 tokens is read from the cache the second time, in whole steps of 128', async () => {
  const ask = () =>
    openai.responses.create({
      model: 'gpt-4.1-mini',
      instructions: handbook,
      input: [{ role: 'user', content: 'Ticket T-1010: x' }],
    });
  const [first, second] = [await ask(), await ask()];
  assert.equal(first.usage?.input_tokens, 4 + 1220 + 4 + 3);
  assert.equal(first.usage?.input_tokens_details.cached_tokens, 0);
  assert.equal(second.usage?.input_tokens_details.cached_tokens, 9 * 128);
  assert.equal(second.output_text, first.output_text);
});

test('a marked prompt is written to the cache once and read from then on; the input count leaves both out', async () => {
  const ask = async () => {
    const message = await anthropic.messages
      .stream({
        model: 'claude-sonnet-4-6',
        max_tokens: 100,
        system: [{ type: 'text', text: handbook, cache_control: { type: 'ephemeral' } }],
        messages: [{ role: 'user', content: 'Ticket T-1010: x' }],
      })
      .finalMessage();
    const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, cache_creation, output_tokens } =
      message.usage;
    return [
      input_tokens,
      cache_creation_input_tokens,
      cache_read_input_tokens,
      cache_creation?.ephemeral_5m_input_tokens,
      output_tokens,
    ];
  };
  assert.deepEqual(await ask(), [7, 1224, 0, 1224, 56]);
  assert.deepEqual(await ask(), [7, 0, 1224, 0, 56]);
});

test('a chat stream carries its usage only when it was asked for', async () => {
  const ask = async (options: { stream_options?: { include_usage: true } }) => {
    const messages = [{ role: 'user' as const, content: 'Ticket T-2001: x' }];
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    const stream = await openai.chat.completions.create({ model: 'gpt-4.1-mini', stream: true, messages, ...options });
    for await (const chunk of stream) chunks.push(chunk);
    return chunks;
  };
  const silent = await ask({});
  const asked = await ask({ stream_options: { include_usage: true } });
  assert.ok(silent.every((chunk) => !('usage' in chunk)));
  assert.deepEqual(asked.at(-1)?.choices, []);
  assert.equal(asked.at(-1)?.usage?.total_tokens, 7 + 41);
  assert.deepEqual(textOf(silent), textOf(asked));
});

test('texts that share words are close to each other', async () => {
  const { data, usage } = await openai.embeddings.create({
    model: 'text-embedding-3-small',
    input: ['Ticket T-1010: my lamp is broken', 'the lamp is broken', 'send me an invoice'],
  });
  const [asked = [], near = [], far = []] = data.map((item) => item.embedding);
  const cosine = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  assert.ok(cosine(asked, near) > cosine(asked, far));
  assert.deepEqual(usage, { prompt_tokens: 14, total_tokens: 14 });
});

test('the script refuses some attempts, asks for a short wait, and answers the next one', async () => {
  const { url } = await fresh();
  const ask = () =>
    fetch(`${url}/api.openai.com/v1/responses`, {
      method: 'POST',
      body: JSON.stringify({ model: 'gpt-4.1-mini', input: [{ role: 'user', content: 'Ticket T-1008: x' }] }),
    });
  const answers = [await ask(), await ask(), await ask()];
  assert.deepEqual(
    answers.map((answer) => [answer.status, answer.headers.get('retry-after-ms')]),
    [
      [429, '25'],
      [429, '25'],
      [200, null],
    ],
  );
});

test('a path the script does not know, and a prompt without a ticket, are refused with a reason', async () => {
  const { url } = await fresh();
  const unknown = await fetch(`${url}/api.openai.com/v1/images`, { method: 'POST' });
  assert.deepEqual([unknown.status, (await unknown.text()).includes('/api.openai.com/v1/images')], [404, true]);
  const aimless = await fetch(`${url}/api.openai.com/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'gpt-4.1', messages: [{ role: 'user', content: 'hello' }] }),
  });
  assert.deepEqual([aimless.status, (await aimless.text()).includes('name a ticket')], [400, true]);
});

async function fresh(): Promise<Provider> {
  const server = await startProvider();
  servers.push(server);
  return server;
}

function textOf(chunks: readonly OpenAI.ChatCompletionChunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
}

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { task } from '../../src/task/task.ts';
import { call, request, type SpanView, startSdk, T0, totalsOf } from './sdk.ts';

const sdk = startSdk();
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm-claude',
  content: [{ type: 'text', text: 'hi' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 60, cache_read_input_tokens: 30, cache_creation_input_tokens: 10, output_tokens: 10 },
};
const events = [
  { type: 'message_start', message: { ...message, stop_reason: null, usage: { ...message.usage, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 10 } },
  { type: 'message_stop' },
];

describe('a client that traces its own calls', () => {
  let server: Server;
  let client: Anthropic;
  let answers: number[] = [];

  before(async () => {
    server = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        const status = answers.shift() ?? 200;
        if (status !== 200) {
          response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
          response.end('{"type":"error","error":{"type":"overloaded_error","message":"x"}}');
        } else if (body.includes('"stream":true')) {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
        } else {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(message));
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new Anthropic({ apiKey: 'sk-test-4f81c2', baseURL: `http://127.0.0.1:${port}`, openTelemetry: {} });
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const params = {
    model: 'm-claude',
    max_tokens: 10,
    messages: [{ role: 'user' as const, content: 'an old herring' }],
  };
  const ask = (): Promise<unknown> => task({ type: 'ticket', id: 'T-1' }, async () => client.messages.create(params));

  it('is counted: its own span gets the price and the task the cost', async () => {
    answers = [];
    await ask();
    const [own, around] = sdk.read();
    assert.equal(own?.name, 'anthropic.messages.create');
    assert.deepEqual(ours(own), {
      'taskmeter.task.id': 'T-1',
      'taskmeter.task.type': 'ticket',
      'gen_ai.response.finish_reasons': ['end_turn'],
      'gen_ai.usage.cache_creation.input_tokens': 10,
      'taskmeter.cache.hit': true,
      'taskmeter.retry.count': 0,
      'taskmeter.price.status': 'priced',
      'taskmeter.price.id': 'test/m-claude@',
      'taskmeter.price.catalogue': 'test',
      'taskmeter.cost.usd': 0.000173,
      'taskmeter.cost.exact': '0.000173',
      'taskmeter.cost.input_usd': 0.00007,
      'taskmeter.cost.cache_read_usd': 0.000003,
      'taskmeter.cost.output_usd': 0.0001,
      'taskmeter.cache.saving_exact': '0.000027',
      'gen_ai.usage.cost': 0.000173,
    });
    assert.deepEqual(totalsOf(around), { calls: 1, cost: '0.000173', reason: 'end', complete: true, revision: 1 });
    assert.equal(around?.attributes['taskmeter.task.input_tokens'], 100);
  });

  it('is counted when it streams', async () => {
    answers = [];
    await task({ type: 'ticket' }, async () => {
      const stream = await client.messages.create({ ...params, stream: true });
      for await (const _ of stream);
    });
    const [own, around] = sdk.read();
    assert.equal(own?.attributes['taskmeter.cost.exact'], '0.000173');
    assert.deepEqual(totalsOf(around), { calls: 1, cost: '0.000173', reason: 'end', complete: true, revision: 1 });
  });

  it('is counted once through its stream helper, and holds the task until it has been read', async () => {
    answers = [];
    const stream = task({ type: 'ticket' }, () => client.messages.stream(params));
    assert.deepEqual(sdk.read(), []);
    await stream.finalMessage();
    await new Promise(setImmediate);
    const [around, own, ...rest] = sdk.read();
    assert.deepEqual(rest, []);
    assert.equal(own?.attributes['taskmeter.cost.exact'], '0.000173');
    assert.deepEqual(totalsOf(around), { calls: 1, cost: '0.000173', reason: 'end', complete: true, revision: 1 });
  });

  it('tells its retries, of which no more is known than their number', async () => {
    answers = [529, 200];
    await ask();
    const [own, around] = sdk.read();
    assert.deepEqual(own?.events, []);
    assert.equal(own?.attributes['taskmeter.retry.count'], 1);
    assert.deepEqual(
      ['attempts', 'retries', 'unknown_attempts'].map((key) => around?.attributes[`taskmeter.task.${key}`]),
      [2, 1, 0],
    );
  });

  it('is not billed when it is refused', async () => {
    answers = [400];
    await assert.rejects(ask());
    const [own, around] = sdk.read();
    assert.equal(own?.attributes['taskmeter.price.status'], 'not_billed');
    assert.equal(own.attributes['error.type'], 'overloaded_error');
    assert.equal(around?.attributes['taskmeter.task.cost_exact'], '0');
  });

  it('is not counted again below a call that we observe', async () => {
    answers = [];
    await task({ type: 'ticket' }, async () => {
      const open = sdk.recorder.begin(request, T0);
      await open.run(async () => client.messages.create(params));
      open.end(call());
    });
    const [native, , around] = sdk.read();
    assert.equal(native?.attributes['taskmeter.price.status'], undefined);
    assert.equal(totalsOf(around)['calls'], 1);
  });

  it('has other spans too, which are no calls', async () => {
    answers = [];
    await task({ type: 'ticket' }, async () => client.messages.countTokens({ model: 'm', messages: [] }));
    const [native, around] = sdk.read();
    assert.equal(native?.name, 'anthropic.messages.count_tokens');
    assert.equal(native.attributes['taskmeter.price.status'], undefined);
    assert.equal(totalsOf(around)['calls'], 0);
  });
});

/** What the client's span has beyond its own attributes. */
function ours(span: SpanView | undefined): unknown {
  const own = /^(anthropic\.|gen_ai\.(operation|provider|request|response\.(id|model))|server\.|url\.|http\.)/;
  const counts = /^gen_ai\.usage\.(input_tokens|output_tokens|cache_read|cache_write)/;
  const entries = Object.entries(span?.attributes ?? {});
  return Object.fromEntries(entries.filter(([key]) => !own.test(key) && !counts.test(key)));
}

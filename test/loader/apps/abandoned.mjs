// Leaves streams unread and tasks unfinished, thousands of each, and prints what is left of them after the idle timeout.
import { setTimeout as delay } from 'node:timers/promises';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { task, taskmeter } from 'taskmeter';

const spans = { started: 0, ended: 0 };
const counting = {
  onStart: () => void spans.started++,
  onEnd: () => void spans.ended++,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
const sdk = new NodeSDK({ ...taskmeter({ spanProcessors: [counting], idleTimeout: 1 }), metricReaders: [] });
sdk.start();

const { default: OpenAI } = await import('openai');
const chunk = (index) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', choices: [{ index: 0, delta: { content: `${index}` }, finish_reason: null }] })}\n\n`;
const body = new TextEncoder().encode(Array.from({ length: 5 }, (_, index) => chunk(index)).join(''));
/** A response whose end never comes. */
const fetch = () =>
  Promise.resolve(
    new Response(new ReadableStream({ start: (controller) => controller.enqueue(body) }), {
      headers: { 'content-type': 'text/event-stream' },
    }),
  );
const client = new OpenAI({ apiKey: 'sk-test-4f81c2', fetch });
const request = { model: 'gpt-4o', messages: [{ role: 'user', content: 'an old herring' }], stream: true };

/** Of four streams one is dropped unread, one dropped after a chunk, one held unread, one held after a chunk. */
async function abandon(count) {
  const held = [];
  for (let i = 0; i < count; i++) {
    void task({ type: 'abandoned' }, () => new Promise(() => {}));
    const stream = await client.chat.completions.create(request);
    const iterator = i % 2 === 0 ? undefined : stream[Symbol.asyncIterator]();
    await iterator?.next();
    if (i % 4 >= 2) held.push(iterator ?? stream);
  }
  for (let tries = 0; spans.ended < spans.started && tries < 100; tries++) {
    await delay(100);
    globalThis.gc();
  }
  return held.length;
}

async function heapKb() {
  for (let i = 0; i < 5; i++) {
    await delay(20);
    globalThis.gc();
  }
  return Math.round(process.memoryUsage().heapUsed / 1024);
}

const count = Number(process.argv[2]);
// Tables that have grown once stay that large.
await abandon(count);
const before = await heapKb();
const held = await abandon(count);
const after = await heapKb();
console.log(JSON.stringify({ ...spans, held, grownKb: after - before }));
process.exit();

// Asks a model in a task and outside, then ends in the way that is named, in the very code that waited for the answer.
import { trace } from '@opentelemetry/api';
import OpenAI from 'openai';
import { flush, task } from 'taskmeter';

const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });
const ask = () =>
  client.chat.completions.create({ model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'private question' }] });
const kill = () => process.kill(process.pid, 'SIGKILL');

const ways = {
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('boom');
  },
  // Takes all turns of the event loop away first.
  microtasks: async () => {
    for (let n = 0; n < 1000; n += 1) await Promise.resolve();
    process.exit(3);
  },
  SIGTERM: () => process.kill(process.pid, 'SIGTERM'),
  'handled SIGTERM': () => {
    process.on('SIGTERM', () => process.exit(3));
    process.kill(process.pid, 'SIGTERM');
  },
  flush: () => flush().then(kill),
  forceFlush: () => trace.getTracerProvider().getDelegate().forceFlush().then(kill),
};

await task({ type: 'job' }, async () => void (await ask()));
await ask();
await ways[process.env.WAY]();

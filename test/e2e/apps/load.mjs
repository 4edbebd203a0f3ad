// Calls a model RATE times a second until it is told to stop by a line on its standard input, then ends in the way named by
// its argument. With TASKS every call is a task of its own.
import { once } from 'node:events';
import OpenAI from 'openai';
import { task } from 'taskmeter';

const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1`, maxRetries: 0 });
const messages = [{ role: 'user', content: 'an old herring' }];

const open = new Set();
const ask = () => client.chat.completions.create({ model: 'gpt-4.1-mini', messages });
const call = () => {
  const answer = process.env.TASKS === undefined ? ask() : task({ type: 'ticket', defaultOutcome: 'success' }, ask);
  open.add(answer);
  void answer.finally(() => open.delete(answer));
};

const load = setInterval(call, 1000 / Number(process.env.RATE));
console.log('under load');
await once(process.stdin, 'data');
clearInterval(load);
await Promise.all(open);

const ways = {
  return: () => process.stdin.destroy(),
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('boom');
  },
  signal: () => console.log('idle'),
  // When it is told so by a second line.
  later() {
    console.log('idle');
    process.stdin.once('data', () => process.stdin.destroy());
  },
};
ways[process.argv[2]]();

// Works on tasks of every kind, then ends in the way named by its argument.
import { createServer } from 'node:http';
import OpenAI from 'openai';
import { reportOutcome, task } from 'taskmeter';

const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });
const ask = (model = 'gpt-4.1-mini') =>
  client.chat.completions.create({ model, messages: [{ role: 'user', content: 'private question' }] });

await task({ type: 'ticket', id: 'T-1' }, async (t) => {
  await ask();
  await task({ type: 'lookup', id: 'L-1' }, ask.bind(undefined, 'gpt-4.1-mini'));
  t.outcome('success');
});
await task({ type: 'ticket', id: 'T-2' }, async () => {
  await ask('gpt-unheard-of-1x429');
  throw new Error('private reason');
}).catch(() => {});
await task({ type: 'ticket', id: 'T-3', defaultOutcome: 'pending' }, () => ask());
reportOutcome('T-3', 'failure');
await ask();

if (process.argv[2] === 'serve') {
  const server = createServer((_, response) => void ask().then(() => response.end()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => {
    // Not by fetch: its span would be the request's parent.
    const socket = new (process.getBuiltinModule('node:net').Socket)();
    socket.connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
    socket.resume().on('close', resolve);
  });
  server.close();
}

const stay = () => {
  setInterval(() => {}, 1000);
  console.log('ready');
};
const ways = {
  return: () => {},
  serve: () => {},
  exit: () => process.exit(3),
  throw: () => {
    throw new TypeError('private reason');
  },
  wait: stay,
  handled: () => {
    process.on('SIGTERM', () => process.exit(5));
    stay();
  },
  // By no library that is observed.
  plain: () => void fetch(`${process.env.PROVIDER_URL}/v1/chat/completions`, { method: 'POST', body: '{}' }),
  // A task that leaves its stream unread, to whoever holds it.
  unread: async () => {
    globalThis.held = await task({ type: 'ticket', id: 'T-5' }, () =>
      client.chat.completions.create({
        model: 'gpt-4.1-mini',
        stream: true,
        messages: [{ role: 'user', content: 'private question' }],
      }),
    );
  },
  // In the middle of a task.
  open: () => {
    void task({ type: 'ticket', id: 'T-4' }, async () => {
      await ask();
      process.exit(0);
    });
  },
};
await ways[process.argv[2]]();

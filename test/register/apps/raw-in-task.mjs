// Asks a model by hand within a task, by fetch and by node:http, then the same host for something else.
import { once } from 'node:events';
import { request } from 'node:http';
import { task } from 'taskmeter';

const host = process.env.PROVIDER.replace('127.0.0.1', 'localhost');
const method = 'POST';
const body = JSON.stringify({ model: 'gemini-2.5-flash' });

await task({ type: 'by-hand' }, async () => {
  await (await fetch(`${host}/v1beta/models/gemini-2.5-flash:generateContent?key=sk-secret`, { method, body })).text();
  const sent = request(`${host}/v1/chat/completions?key=sk-secret`, { method });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  await once(answer.resume(), 'end');
  await (await fetch(`${host}/orders`)).text();
});

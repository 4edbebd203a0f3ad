// A service that works on tickets: one call, two or three, one of them streamed, in a task it names or in the request alone.
import { createServer } from 'node:http';
import { trace, TraceFlags } from '@opentelemetry/api';
import OpenAI from 'openai';
import { task } from 'taskmeter';

const client = new OpenAI({ baseURL: `${process.env.PROVIDER_URL}/v1`, apiKey: 'sk-test-4f81c2' });
const models = ['gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4o'];
const messages = [{ role: 'user', content: 'Where is my order?' }];

/** Ticket n asks the first n % 3 + 1 models. */
async function work(ticket) {
  const [first, ...others] = models.slice(0, (ticket % 3) + 1);
  for (const model of others) await client.chat.completions.create({ model, messages });
  for await (const _ of await client.chat.completions.create({ model: first, messages, stream: true }));
}

async function answer(request, response) {
  const { traceId, traceFlags } = trace.getActiveSpan().spanContext();
  const ticket = Number(request.url?.slice(1));
  if (ticket % 2 === 0) await task({ type: 'ticket', id: `ticket-${ticket}` }, () => work(ticket));
  else await work(ticket);
  response.end(JSON.stringify({ traceId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 }));
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => console.log(`listens on ${server.address().port};`));
process.once('SIGTERM', () => server.close(() => server.closeAllConnections()));

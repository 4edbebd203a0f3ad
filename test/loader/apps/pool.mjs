// Twenty calls at once through a pool of two connections, which sends what has waited in another request's context; and a
// request of the application's own to the same host.
import OpenAI from 'openai';
import { task } from 'taskmeter';

await fetch(`${process.env.PROVIDER_URL}/orders`);
// The class of the global dispatcher: Node has undici, but does not export it.
const Agent = globalThis[Symbol.for('undici.globalDispatcher.1')].constructor;
const dispatcher = new Agent({ connections: 2 });
const client = new OpenAI({
  apiKey: 'sk-test-4f81c2',
  baseURL: `${process.env.PROVIDER_URL}/v1`,
  fetchOptions: { dispatcher },
});
const call = (_, i) =>
  client.chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: `parcel number ${i}` }],
  });
await task({ type: 'batch' }, () => Promise.all(Array.from({ length: 20 }, call)));
await fetch(`${process.env.PROVIDER_URL}/orders`);
await dispatcher.close();

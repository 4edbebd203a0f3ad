// A function as platforms run them: an event comes, the handler returns, and the process is frozen until the next.
import { createInterface } from 'node:readline';
import OpenAI from 'openai';
import { flush, task } from 'taskmeter';

const openai = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });

async function handler(id) {
  try {
    return await task({ type: 'event', id }, async () => {
      await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'private question' });
      return 'done';
    });
  } finally {
    await flush();
  }
}

for await (const event of createInterface({ input: process.stdin })) {
  if (event === 'flush') await flush().then(() => console.log('flushed'));
  else console.log(await handler(event), event);
}

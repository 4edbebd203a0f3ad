// Is in the middle of a task and of a stream when it is told to end.
import OpenAI from 'openai';
import { task } from 'taskmeter';

const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });
await task({ type: 'endless', id: 'endless-1' }, async () => {
  const stream = await client.chat.completions.create({
    model: 'gpt-4.1-mini-endless',
    stream: true,
    messages: [{ role: 'user', content: 'then what happened?' }],
  });
  let count = 0;
  for await (const chunk of stream) {
    count += 1;
    if (count !== 5) continue;
    console.log(`reading ${chunk.object}`);
    if (process.env.EXIT_CODE !== undefined) process.exit(Number(process.env.EXIT_CODE));
  }
});

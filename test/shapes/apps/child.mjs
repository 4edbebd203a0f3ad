// Goes on with the task of its parent.
import OpenAI from 'openai';
import { joinTask } from 'taskmeter';

await joinTask(JSON.parse(process.argv[2]), () =>
  new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` }).embeddings.create({
    model: 'text-embedding-3-small',
    input: 'private question',
  }),
);
process.exit(5);

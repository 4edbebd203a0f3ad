// An application under even load: tasks with calls of every client library, some that fail once, some whose stream nobody
// reads on, a few that never come to an end. Prints what it holds, every ten seconds.
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { Mistral } from '@mistralai/mistralai';
import OpenAI from 'openai';
import { task } from 'taskmeter';

const [url, seconds, rate] = [process.env.PROVIDER_URL, Number(process.argv[2]), Number(process.argv[3])];
const openai = new OpenAI({ apiKey: 'k', baseURL: `${url}/v1` });
const anthropic = new Anthropic({ apiKey: 'k', baseURL: url });
const google = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: url } });
const mistral = new Mistral({ apiKey: 'k', serverURL: url });
const messages = [{ role: 'user', content: 'Where is my order?' }];
const stream = (model) => openai.chat.completions.create({ model, messages, stream: true });

const kinds = [
  () => openai.chat.completions.create({ model: 'gpt-4.1-mini', messages }),
  () => openai.responses.create({ model: 'gpt-4.1-mini', input: 'Where is my order?' }),
  () => openai.chat.completions.create({ model: 'gpt-4.1-mini-1x500', messages }),
  async () => {
    for await (const _ of await stream('gpt-4o'));
  },
  async () => {
    for await (const _ of await stream('gpt-4o')) break;
  },
  () => stream('gpt-4o'),
  () => anthropic.messages.create({ model: 'claude-opus-4-8', max_tokens: 9, messages }),
  () => anthropic.messages.stream({ model: 'claude-opus-4-8', max_tokens: 9, messages }).finalMessage(),
  () => google.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Where is my order?' }),
  () => mistral.chat.complete({ model: 'mistral-small-latest', messages }),
];

let calls = 0;
let failed = 0;
const act = () => {
  const kind = kinds[calls % kinds.length];
  const isEndless = calls++ % 500 === 499;
  const work = task({ type: 'ticket' }, async () => {
    await kind();
    if (isEndless) await new Promise(() => {});
  });
  work.catch(() => failed++);
};

const startedAt = performance.now();
const timer = setInterval(() => {
  const due = Math.floor(((performance.now() - startedAt) / 1000) * rate);
  // What a stall has put off is not made up for in one burst.
  for (let left = Math.min(due - calls, rate / 5); left > 0; left--) act();
}, 20);

const report = () => {
  globalThis.gc();
  const { heapUsed, rss, external } = process.memoryUsage();
  const second = Math.round((performance.now() - startedAt) / 1000);
  process.send({ second, calls, failed, heapUsed, rss, external });
};
const reporting = setInterval(report, 10_000);
setTimeout(() => {
  clearInterval(timer);
  clearInterval(reporting);
  report();
  process.disconnect();
  process.exit();
}, seconds * 1000);

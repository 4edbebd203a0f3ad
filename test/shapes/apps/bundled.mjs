// Calls every client library, in every way its classes are reached; bundled by bundle.test.ts, and run as it is to compare.
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { Mistral } from '@mistralai/mistralai';
import OpenAI, { AzureOpenAI } from 'openai';
import { instrument, task } from 'taskmeter';

const url = process.env.PROVIDER_URL;
const given = process.env.INSTRUMENT === 'no' ? (client) => client : instrument;

const openai = given(new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${url}/v1` }));
const anthropic = given(new Anthropic({ apiKey: 'sk-test-4f81c2', baseURL: url }));
const google = given(new GoogleGenAI({ apiKey: 'sk-test-4f81c2', httpOptions: { baseUrl: url } }));
const mistral = given(new Mistral({ apiKey: 'sk-test-4f81c2', serverURL: url }));
// Of the same classes as the first, whose calls are seen with it.
const azure = new AzureOpenAI({
  apiKey: 'sk-test-4f81c2',
  endpoint: url,
  apiVersion: '2024-10-21',
  deployment: 'gpt-4.1-mini',
});

const messages = [{ role: 'user', content: 'private question' }];

async function read(stream) {
  for await (const _chunk of stream);
}

async function calls() {
  await openai.chat.completions.create({ model: 'gpt-4.1-mini-2x429', messages });
  await read(
    await openai.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    }),
  );
  await openai.chat.completions.parse({ model: 'gpt-4.1-mini', messages });
  await openai.withOptions({ maxRetries: 0 }).responses.create({ model: 'gpt-4.1', input: 'private question' });
  await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'private question' });
  await azure.chat.completions.create({ model: 'gpt-4.1-mini', messages });
  await openai.chat.completions.create({ model: 'gpt-4.1-mini-5x400', messages }).catch(() => {});
  const message = { model: 'claude-opus-4-8', max_tokens: 100, messages };
  await anthropic.messages.create(message);
  await anthropic.messages.stream(message).finalMessage();
  await anthropic.withOptions({ maxRetries: 0 }).beta.messages.create(message);
  const content = { model: 'gemini-2.5-flash', contents: 'private question' };
  await google.models.generateContent(content);
  await read(await google.models.generateContentStream(content));
  await mistral.chat.complete({ model: 'mistral-small-latest', messages });
  await read(await mistral.chat.stream({ model: 'mistral-small-latest', messages }));
  await google.chats.create({ model: 'gemini-2.5-flash' }).sendMessage({ message: 'private question' });
}

const isSame = given(openai) === openai;
void task({ type: 'bundled' }, (t) => calls().then(() => console.log(isSame, t.totals().calls)));

// A program of ES modules that has no preload: it imports what observes on its first line, and calls at once.
import '../../transparency/observe.ts';
import { OpenAI } from 'openai';
import { GoogleGenAI } from '@google/genai';
import Anthropic from '@anthropic-ai/sdk';
import { Mistral } from '@mistralai/mistralai';
import { startFakeProvider } from '../../support/fake-provider.ts';
import { takeObserved } from '../../transparency/observed.ts';

const provider = await startFakeProvider();
const messages = [{ role: 'user', content: 'an old herring' }];
await new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${provider.url}/v1` }).chat.completions.create({
  model: 'plain',
  messages,
});
await new Anthropic({ apiKey: 'sk-test-4f81c2', baseURL: provider.url }).messages.create({
  model: 'plain',
  max_tokens: 9,
  messages,
});
await new GoogleGenAI({ apiKey: 'sk-test-4f81c2', httpOptions: { baseUrl: provider.url } }).models.generateContent({
  model: 'plain',
  contents: 'an old herring',
});
const mistral = new Mistral({ apiKey: 'sk-test-4f81c2', serverURL: `${provider.url}/mistral` });
await mistral.chat.complete({ model: 'plain', messages });
await provider.close();
const { calls } = await takeObserved();
console.log(JSON.stringify(calls.map(({ ending, inputTokens }) => ({ ending, inputTokens }))));

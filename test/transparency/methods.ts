import type { Sdk } from './sdks.ts';

/** A method of a client library that is a call, to be consumed in every way. */
export interface Method {
  readonly library: Sdk['library'];
  /** From the client. */
  readonly path: string;
  readonly streams: boolean;
  /** The one by which ways that take much time are tried. */
  readonly isMain?: boolean;
  /** Everything but the model. */
  readonly body: object;
  /** What the fake provider answers that a call consumed. */
  readonly tokens: {
    readonly input?: number;
    readonly output?: number;
    /** What a stream says of the input before its end, when that is less. */
    readonly inputSoFar?: number;
  };
  /** The stream says nothing of it unless asked. */
  readonly streamsWithoutUsage?: boolean;
}

const messages = [{ role: 'user', content: 'an old herring' }];
const chat = { input: 120, output: 30 };

export const methods: readonly Method[] = [
  {
    library: 'openai',
    path: 'chat.completions.create',
    streams: true,
    isMain: true,
    body: { messages },
    tokens: chat,
    streamsWithoutUsage: true,
  },
  {
    library: 'openai',
    path: 'completions.create',
    streams: true,
    body: { prompt: 'an old herring' },
    tokens: { input: 5, output: 7 },
    streamsWithoutUsage: true,
  },
  { library: 'openai', path: 'responses.create', streams: true, body: { input: 'an old herring' }, tokens: chat },
  {
    library: 'openai',
    path: 'embeddings.create',
    streams: false,
    body: { input: 'an old herring' },
    tokens: { input: 8 },
  },
  {
    library: 'anthropic',
    path: 'messages.create',
    streams: true,
    isMain: true,
    body: { messages, max_tokens: 9 },
    tokens: chat,
  },
  {
    library: 'anthropic',
    path: 'beta.messages.create',
    streams: true,
    body: { messages, max_tokens: 9 },
    tokens: chat,
  },
  {
    library: 'genai',
    path: 'content.create',
    streams: true,
    isMain: true,
    body: { contents: 'an old herring' },
    tokens: { ...chat, inputSoFar: 100 },
  },
  { library: 'genai', path: 'vectors.create', streams: false, body: { contents: 'an old herring' }, tokens: {} },
  { library: 'mistral', path: 'chat.create', streams: true, isMain: true, body: { messages }, tokens: chat },
  { library: 'mistral', path: 'agents.create', streams: false, body: { messages }, tokens: chat },
  { library: 'mistral', path: 'fim.create', streams: true, body: { prompt: 'an old herring' }, tokens: chat },
  {
    library: 'mistral',
    path: 'embed.create',
    streams: false,
    body: { inputs: 'an old herring' },
    tokens: { input: 8, output: 0 },
  },
];

import type { Anthropic } from '@anthropic-ai/sdk';
import type { ApiError, GoogleGenAI } from '@google/genai';
import type { HTTPClient, Mistral } from '@mistralai/mistralai';
import type { MistralError } from '@mistralai/mistralai/models/errors';
import type { AzureOpenAI, OpenAI } from 'openai';
import { deploymentOf, hasRequest, modelAsked, type Exchange } from './exchange.ts';
import { sendToGoogle } from './play-google.ts';
import { sendToMistral } from './play-mistral.ts';

/** The real client libraries, loaded after the instrumentation. */
export interface Sdks {
  readonly OpenAI: typeof OpenAI;
  readonly AzureOpenAI: typeof AzureOpenAI;
  readonly Anthropic: typeof Anthropic;
  readonly GoogleGenAI: typeof GoogleGenAI;
  readonly GoogleError: typeof ApiError;
  readonly Mistral: typeof Mistral;
  readonly HTTPClient: typeof HTTPClient;
  readonly MistralError: typeof MistralError;
}

/**
 * Makes the recorded call with the real client: its base URL is the recorded one, so that everything that looks at it
 * sees the recorded host; only the bytes go to `replayUrl`. Resolves when the call is over, well or not.
 */
export async function play(exchange: Exchange, replayUrl: string, sdks: Sdks): Promise<void> {
  const url = new URL(exchange.request.url.replaceAll('<AWS_REGION>', 'us-east-1'));
  const options = {
    apiKey: 'replayed',
    maxRetries: 0,
    timeout: 30_000,
    fetch: async (asked: string | URL | Request, init?: RequestInit) => {
      const sent = new URL(asked instanceof Request ? asked.url : asked);
      if (sent.origin + sent.pathname !== url.origin + url.pathname) {
        throw new Error(`the client asked for ${sent.href}, recorded is ${url.href}`);
      }
      return fetch(replayUrl, init);
    },
  };
  try {
    await drain(await send(exchange, url, options, sdks));
  } catch (error) {
    // A recorded failure is part of the exchange; one of this program is not.
    const isRecorded = [sdks.OpenAI.APIError, sdks.Anthropic.APIError, sdks.GoogleError, sdks.MistralError].some(
      (kind) => error instanceof kind,
    );
    if (!isRecorded) throw error;
    if (error instanceof sdks.OpenAI.APIConnectionError || error instanceof sdks.Anthropic.APIConnectionError) {
      throw error;
    }
  }
}

interface ClientOptions {
  readonly apiKey: string;
  readonly maxRetries: number;
  readonly timeout: number;
  readonly fetch: typeof fetch;
}

function send(exchange: Exchange, url: URL, options: ClientOptions, sdks: Sdks): PromiseLike<unknown> {
  if (exchange.api.startsWith('gemini.')) return sendToGoogle(exchange, url, options.fetch, sdks.GoogleGenAI);
  if (exchange.api.startsWith('mistral.')) return sendToMistral(exchange, url, options.fetch, sdks);
  const body = bodyOf(exchange);
  const base = (suffix: string) => url.origin + url.pathname.slice(0, -suffix.length);
  if (exchange.api === 'anthropic.messages') {
    const client = new sdks.Anthropic({ ...options, baseURL: base('/v1/messages') });
    const messages = url.searchParams.get('beta') === 'true' ? client.beta.messages : client.messages;
    return (messages.create as Create).call(messages, body);
  }
  const deployment = deploymentOf(url.pathname);
  const client = deployment
    ? new sdks.AzureOpenAI({
        ...options,
        deployment,
        endpoint: url.origin,
        apiVersion: url.searchParams.get('api-version') ?? '',
      })
    : new sdks.OpenAI({
        ...options,
        baseURL: base(suffixes[exchange.api] ?? ''),
        defaultQuery: Object.fromEntries(url.searchParams),
      });
  switch (exchange.api) {
    case 'openai.chat':
      return (client.chat.completions.create as Create).call(client.chat.completions, body);
    case 'openai.responses':
      return (client.responses.create as Create).call(client.responses, body);
    case 'openai.embeddings':
      return (client.embeddings.create as Create).call(client.embeddings, body);
    case 'openai.completions':
      return (client.completions.create as Create).call(client.completions, body);
    default:
      throw new Error(`no method for ${exchange.api}`);
  }
}

/** The recorded bodies are the wire's, older and newer than the types. */
type Create = (body: unknown) => PromiseLike<unknown>;

const suffixes: Readonly<Record<string, string>> = {
  'openai.chat': '/chat/completions',
  'openai.responses': '/responses',
  'openai.embeddings': '/embeddings',
  'openai.completions': '/completions',
};

/** The recorded request, or the least the library takes when none was kept. */
function bodyOf(exchange: Exchange): unknown {
  if (hasRequest(exchange)) return exchange.request.body;
  const model = modelAsked(exchange);
  const stream = exchange.response.body_kind === 'sse';
  const messages = [{ role: 'user', content: 'Hello' }];
  switch (exchange.api) {
    case 'anthropic.messages':
      return { model, max_tokens: 16, messages, stream };
    case 'openai.chat':
      return { model, messages, stream };
    case 'openai.completions':
      return { model, prompt: 'Hello', stream };
    case 'openai.responses':
      return { model, input: 'Hello', stream };
    default:
      return { model, input: 'Hello' };
  }
}

async function drain(result: unknown): Promise<void> {
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return;
  for await (const _chunk of result as AsyncIterable<unknown>);
}

import type { GoogleGenAI, GoogleGenAIOptions } from '@google/genai';
import { fields } from '../../src/narrow.ts';
import { googleModelIn, type Exchange } from './exchange.ts';

/** Makes a recorded call of Google's own dialect, of the Gemini API or of Vertex. */
export async function sendToGoogle(
  exchange: Exchange,
  url: URL,
  fetch: typeof globalThis.fetch,
  Client: typeof GoogleGenAI,
): Promise<unknown> {
  const { models } = new Client({ ...clientFor(url), httpOptions: { baseUrl: url.origin, fetch, timeout: 30_000 } });
  const params = {
    model: googleModelIn(exchange.request.url) ?? '',
    contents: 'Hello',
    config: fields(fields(exchange.request.body)['generationConfig']),
  };
  if (exchange.api === 'gemini.embedContent') return await models.embedContent(params);
  return exchange.streaming === true
    ? await models.generateContentStream(params)
    : await models.generateContent(params);
}

/** Vertex has project and place in the path, and asks for a token in its own way. */
function clientFor({ pathname }: URL): GoogleGenAIOptions {
  const [, apiVersion = '', project, location] =
    /^\/(v1\w*)\/(?:projects\/([^/]+)\/locations\/([^/]+)\/)?/.exec(decodeURIComponent(pathname)) ?? [];
  if (project === undefined || location === undefined) return { apiKey: 'replayed', apiVersion };
  const authClient = { getRequestHeaders: async () => new Headers({ authorization: 'Bearer replayed' }) };
  return {
    vertexai: true,
    project,
    location,
    apiVersion,
    googleAuthOptions: { authClient } as GoogleGenAIOptions['googleAuthOptions'] & object,
  };
}

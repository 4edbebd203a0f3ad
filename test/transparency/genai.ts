import { fields } from '../../src/narrow.ts';
import type { Create } from './sdks.ts';

/** Options of a client or a call in the words that the tests use for every library. */
interface Options {
  readonly url?: string;
  readonly maxRetries?: number;
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly fetch?: unknown;
}

/** A client of `@google/genai`, and its methods called like those of the other libraries. */
export interface Genai {
  readonly ai: Ai;
  /** The user's own, as the client keeps it. */
  readonly fetch: unknown;
  readonly content: { readonly create: Create };
  readonly vectors: { readonly create: Create };
}

/** The library's own client, as far as it is used here. */
export interface Ai {
  readonly models: Readonly<Record<'generateContent' | 'generateContentStream' | 'embedContent', Send>>;
  readonly chats: {
    create(params: object): Readonly<Record<'sendMessage' | 'sendMessageStream', Send>>;
  };
}

type Send = (params: object) => Promise<unknown>;

/** Retries are asked for, as the library makes none by itself; the first releases cannot make any. */
export function newGenai(Client: new (options: object) => unknown, { url, ...options }: Options): Genai {
  const ai = new Client({
    apiKey: 'sk-test-4f81c2',
    httpOptions: { baseUrl: url, ...httpOptions({ maxRetries: 2, ...options }) },
  }) as Ai;
  return {
    ai,
    get fetch() {
      const { apiClient } = fields(ai.models);
      return fields(fields(fields(apiClient)['clientOptions'])['httpOptions'])['fetch'];
    },
    content: {
      create: ((body, given) => {
        const { stream, ...params } = fields(body);
        const method = stream === true ? 'generateContentStream' : 'generateContent';
        return ai.models[method](withOptions(params, given));
      }) as Create,
    },
    vectors: { create: ((body, given) => ai.models.embedContent(withOptions(fields(body), given))) as Create },
  };
}

function withOptions({ config, ...params }: Readonly<Record<string, unknown>>, given: Options | undefined): object {
  if (given === undefined) return { ...params, config };
  return { ...params, config: { ...fields(config), abortSignal: given.signal, httpOptions: httpOptions(given) } };
}

function httpOptions({ maxRetries, timeout, fetch }: Options): object {
  const retryOptions = { attempts: (maxRetries ?? 0) + 1, initialDelay: 0.005, maxDelay: 0.01, jitter: 0 };
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(fetch === undefined ? {} : { fetch }),
    ...(maxRetries === undefined ? {} : { retryOptions }),
  };
}

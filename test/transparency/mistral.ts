import { fields } from '../../src/narrow.ts';
import type { Create } from './sdks.ts';

/** Options of a client or a call in the words that the tests use for every library. */
interface Options {
  readonly url?: string;
  readonly maxRetries?: number;
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

/** The classes of a build of `@mistralai/mistralai`. */
export interface MistralClasses {
  readonly Mistral: new (options: object) => Readonly<Record<'chat' | 'agents' | 'fim' | 'embeddings', Resource>>;
  readonly HTTPClient: new (options: object) => object;
}

type Resource = Readonly<Record<string, (params: object, options?: object) => Promise<unknown>>>;

/** A client of `@mistralai/mistralai`, and its methods called like those of the other libraries. */
export interface MistralClient {
  readonly own: InstanceType<MistralClasses['Mistral']>;
  /** The user's own, as long as the client keeps it. */
  readonly fetch: unknown;
  readonly chat: { readonly create: Create };
  readonly agents: { readonly create: Create };
  readonly fim: { readonly create: Create };
  readonly embed: { readonly create: Create };
}

/** Retries are asked for, as the library makes none by itself. */
export function newMistral(
  { Mistral, HTTPClient }: MistralClasses,
  { url, fetch, ...options }: Options,
): MistralClient {
  const fetcher = fetch === undefined ? undefined : taking(fetch);
  const httpClient = fetcher === undefined ? undefined : new HTTPClient({ fetcher });
  const { timeoutMs, retries } = optionsOf({ maxRetries: 2, ...options });
  const own = new Mistral({
    apiKey: 'sk-test-4f81c2',
    serverURL: `${url}/mistral`,
    retryConfig: retries,
    ...(httpClient === undefined ? {} : { httpClient }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const asked = (resource: Resource, rename: Readonly<Record<string, string>> = {}): Create =>
    ((body: object, given?: Options) => {
      const { stream, ...params } = fields(body);
      const named = Object.entries(params).map(([name, value]) => [rename[name] ?? name, value] as const);
      const method = resource['create'] === undefined ? (stream === true ? 'stream' : 'complete') : 'create';
      return resource[method]?.(Object.fromEntries(named), given === undefined ? undefined : optionsOf(given));
    }) as Create;
  return {
    own,
    get fetch() {
      return fields(httpClient)['fetcher'] === fetcher ? fetch : undefined;
    },
    chat: { create: asked(own.chat) },
    agents: { create: asked(own.agents, { model: 'agentId' }) },
    fim: { create: asked(own.fim) },
    embed: { create: asked(own.embeddings) },
  };
}

interface OwnOptions {
  readonly timeoutMs?: number;
  readonly retries?: object;
  readonly fetchOptions?: { readonly signal: AbortSignal };
}

function optionsOf({ maxRetries, timeout, signal }: Options): OwnOptions {
  return {
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(signal === undefined ? {} : { fetchOptions: { signal } }),
    ...(maxRetries === undefined ? {} : { retries: maxRetries > 1 ? untilItWorks : { strategy: 'none' } }),
  };
}

/** It counts the time and not the attempts; once the signal of a time-out has fired it goes on in vain. */
const untilItWorks = {
  strategy: 'backoff',
  backoff: { initialInterval: 1, maxInterval: 5, exponent: 1, maxElapsedTime: 1500 },
  retryConnectionErrors: true,
};

/** The library hands a `Request` over; a `fetch` of another undici takes none. */
function taking(send: typeof fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const { url, method, headers, signal } = request;
    return await send(url, { method, headers: [...headers], body: await request.text(), signal });
  };
}

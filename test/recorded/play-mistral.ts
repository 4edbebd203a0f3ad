import type { HTTPClient, Mistral } from '@mistralai/mistralai';
import { isObject } from '../../src/narrow.ts';
import { modelAsked, type Exchange } from './exchange.ts';

/** Makes a recorded call of Mistral's own dialect; a user's `fetch` is given to its client within another. */
export async function sendToMistral(
  exchange: Exchange,
  url: URL,
  fetch: typeof globalThis.fetch,
  sdk: { readonly Mistral: typeof Mistral; readonly HTTPClient: typeof HTTPClient },
): Promise<unknown> {
  const client = new sdk.Mistral({
    apiKey: 'replayed',
    serverURL: url.origin,
    httpClient: new sdk.HTTPClient({ fetcher: fetch }),
    timeoutMs: 30_000,
  });
  const body = { ...asAsked(exchange.request.body), ...unlessNamed(exchange) };
  const resources = new Map<string, unknown>([
    ['mistral.chat', client.chat],
    ['mistral.agents', client.agents],
    ['mistral.fim', client.fim],
    ['mistral.embeddings', client.embeddings],
  ]);
  const resource = resources.get(exchange.api) as Readonly<Record<string, (body: unknown) => Promise<unknown>>>;
  const method =
    exchange.api === 'mistral.embeddings' ? 'create' : exchange.response.body_kind === 'sse' ? 'stream' : 'complete';
  return await resource[method]?.(body);
}

function unlessNamed(exchange: Exchange): object {
  const model = modelAsked(exchange);
  return model === undefined ? {} : { model };
}

/** As a program writes it: the client gives the fields their names on the wire. */
function asAsked(sent: unknown): object {
  return named(sent) as object;
}

function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([name, field]) => [
    names[name] ?? name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    users.has(name) ? field : named(field),
  ]);
  // A function that does not say it is one, which this client wants to be told.
  return { ...('function' in value ? { type: 'function' } : {}), ...Object.fromEntries(fields) };
}

const names: Readonly<Record<string, string>> = { input: 'inputs', schema: 'schemaDefinition' };

/** What lies below is the user's own, not the client's. */
const users: ReadonlySet<string> = new Set(['parameters', 'schema', 'arguments', 'metadata']);

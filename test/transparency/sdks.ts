import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { sdksFolder } from '../../scripts/sdks.ts';
import { fields } from '../../src/narrow.ts';

/** A client library's promise: also the raw response, and both. */
export interface ApiPromise extends Promise<unknown> {
  asResponse(): Promise<Response>;
  withResponse(): Promise<{ data: unknown; response: Response }>;
}

export type Create = (body: object, options?: object) => ApiPromise;

export interface Stream extends AsyncIterable<unknown> {
  readonly controller: AbortController;
  tee(): [Stream, Stream];
  toReadableStream(): ReadableStream<Uint8Array>;
}

/** A build of a client library that has been loaded. */
export interface Sdk {
  readonly library: 'openai' | 'anthropic';
  readonly alias: string;
  newClient(options: { readonly url: string; readonly [option: string]: unknown }): unknown;
}

/** Loads one build of a library as an application would: by `require`, or by `import`. */
export async function loadSdk(alias: string, format: 'cjs' | 'esm', from: string = sdksFolder): Promise<Sdk> {
  const folder = `${from}/${alias}`;
  const exports: unknown =
    format === 'cjs' ? createRequire(import.meta.url)(folder) : await import(pathToFileURL(`${folder}/index.mjs`).href);
  const library = alias.startsWith('openai') ? 'openai' : 'anthropic';
  const named = library === 'openai' ? fields(exports)['OpenAI'] : fields(exports)['Anthropic'];
  // 4.0 exports its class, or an object whose default it is.
  const Client = (named ?? fields(exports)['default'] ?? exports) as new (options: object) => unknown;
  return {
    library,
    alias,
    newClient: ({ url, ...options }) =>
      new Client({ apiKey: 'sk-test', baseURL: library === 'openai' ? `${url}/v1` : url, ...options }),
  };
}

/** A method by its path from the client, bound to its resource; `undefined` where this version has none. */
export function methodAt(client: unknown, path: string): Create | undefined {
  const steps = path.split('.');
  const name = steps.pop() ?? '';
  const resource = steps.reduce((holder: unknown, step) => fields(holder)[step], client);
  const method = (resource as Record<string, unknown> | undefined)?.[name];
  return typeof method === 'function' ? (method.bind(resource) as Create) : undefined;
}

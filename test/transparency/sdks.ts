import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { sdksFolder } from '../../scripts/sdks.ts';
import { fields } from '../../src/narrow.ts';
import { newGenai } from './genai.ts';
import { type MistralClasses, newMistral } from './mistral.ts';

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

export type Library = 'openai' | 'anthropic' | 'genai' | 'mistral';

/** What not every library, or not every release of one, has. */
export type Ability =
  /** Promises of the raw response beside the parsed one: `asResponse`, `withResponse`. */
  | 'raw'
  /** A controller on the stream that cuts it off. */
  | 'controller'
  /** Streams that can be split or turned into others. */
  | 'tee'
  /** A stream that is left lets go of its connection, or reads on to the end; not one or the other as it comes. */
  | 'cancel'
  /** A client's own `fetch`. */
  | 'fetch'
  /** Without one, that of the process. */
  | 'global fetch'
  /** Retries: of refusals, of broken connections, of what took too long. */
  | 'retry refused'
  | 'retry reset'
  | 'retry time-out';

/** A build of a client library that has been loaded. */
export interface Sdk {
  readonly library: Library;
  readonly alias: string;
  readonly can: ReadonlySet<Ability>;
  /** Path of the method that most is tried with. */
  readonly main: string;
  newClient(options: { readonly url: string; readonly [option: string]: unknown }): unknown;
}

const mains: Readonly<Record<Library, string>> = {
  openai: 'chat.completions.create',
  anthropic: 'messages.create',
  genai: 'content.create',
  mistral: 'chat.create',
};

/** Path of the method that most is tried with. */
export function mainOf(alias: string): string {
  return mains[libraryOf(alias)];
}

function libraryOf(alias: string): Library {
  const [library = ''] = alias.split('-');
  return library as Library;
}

/** What this version's clients, promises and streams can do. */
export function abilitiesOf(alias: string): ReadonlySet<Ability> {
  return new Set(abilities.filter((ability) => !lacking(alias).includes(ability)));
}

const abilities: readonly Ability[] = [
  'raw',
  'controller',
  'tee',
  'cancel',
  'fetch',
  'global fetch',
  'retry refused',
  'retry reset',
  'retry time-out',
];

function lacking(alias: string): readonly Ability[] {
  const [library, major, end] = alias.split('-');
  // These bring a fetch of their own.
  if (library === 'openai' && major === '4') return end === 'oldest' ? ['global fetch', 'tee'] : ['global fetch'];
  if (alias === 'anthropic-0-oldest') return ['global fetch'];
  if (library === 'mistral') {
    const lacks: readonly Ability[] = ['raw', 'controller', 'tee', 'retry time-out'];
    return major === '1' && end === 'oldest' ? [...lacks, 'cancel'] : lacks;
  }
  if (library !== 'genai') return [];
  const never: readonly Ability[] = ['raw', 'controller', 'tee', 'retry reset'];
  if (major === '1' && end === 'oldest') return [...never, 'fetch', 'retry refused', 'retry time-out'];
  return major === '3' || (major === '2' && end === 'newest') ? never : [...never, 'fetch', 'retry time-out'];
}

/** Loads one build of a library as an application would: by `require`, or by `import`. */
export async function loadSdk(alias: string, format: 'cjs' | 'esm', from: string = sdksFolder): Promise<Sdk> {
  const folder = `${from}/${alias}`;
  const library = libraryOf(alias);
  if (library === 'mistral') return await loadMistral(alias, format, folder);
  const exports = await load(library === 'genai' ? `${folder}/dist/node/index` : folder, format);
  const sdk = { library, alias, can: abilitiesOf(alias), main: mains[library] };
  if (library === 'genai') {
    const Client = fields(exports)['GoogleGenAI'] as new (options: object) => unknown;
    return { ...sdk, newClient: (options) => newGenai(Client, options) };
  }
  const named = library === 'openai' ? fields(exports)['OpenAI'] : fields(exports)['Anthropic'];
  // 4.0 exports its class, or an object whose default it is.
  const Client = (named ?? fields(exports)['default'] ?? exports) as new (options: object) => unknown;
  return {
    ...sdk,
    newClient: ({ url, ...options }) =>
      new Client({ apiKey: 'sk-test-4f81c2', baseURL: library === 'openai' ? `${url}/v1` : url, ...options }),
  };
}

/** 1.x is CommonJS, 2.x ES modules; either can be had both ways. */
async function loadMistral(alias: string, format: 'cjs' | 'esm', folder: string): Promise<Sdk> {
  const file = alias.startsWith('mistral-1') ? '' : 'esm/';
  const classes: unknown[] = [];
  for (const path of [`${folder}/${file}index.js`, `${folder}/${file}lib/http.js`]) {
    classes.push(format === 'cjs' ? createRequire(import.meta.url)(path) : await import(pathToFileURL(path).href));
  }
  const exported = Object.assign({}, ...classes) as MistralClasses;
  return {
    library: 'mistral',
    alias,
    can: abilitiesOf(alias),
    main: mains.mistral,
    newClient: (options) => newMistral(exported, options),
  };
}

async function load(place: string, format: 'cjs' | 'esm'): Promise<unknown> {
  const isFile = place.endsWith('/index');
  if (format === 'cjs') return createRequire(import.meta.url)(isFile ? `${place}.cjs` : place) as unknown;
  return await import(pathToFileURL(isFile ? `${place}.mjs` : `${place}/index.mjs`).href);
}

/** A method by its path from the client, bound to its resource; `undefined` where this version has none. */
export function methodAt(client: unknown, path: string): Create | undefined {
  const steps = path.split('.');
  const name = steps.pop() ?? '';
  const resource = steps.reduce((holder: unknown, step) => fields(holder)[step], client);
  const method = (resource as Record<string, unknown> | undefined)?.[name];
  return typeof method === 'function' ? (method.bind(resource) as Create) : undefined;
}

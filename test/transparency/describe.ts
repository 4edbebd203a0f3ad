import { types } from 'node:util';

/**
 * Everything a program can tell about a value, as plain JSON: class, own properties in their order, errors with their
 * stack, responses with their headers. Equal descriptions mean that nobody can tell the values apart.
 */
export function describe(value: unknown, depth = 0): unknown {
  if (value === undefined) return '[undefined]';
  if (typeof value === 'bigint' || typeof value === 'symbol') return `[${String(value)}]`;
  if (typeof value === 'function') return `[function ${value.name}/${value.length}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 12) return '[deep]';
  const made: unknown = Object.getPrototypeOf(value)?.constructor;
  const kind = typeof made === 'function' ? made.name : 'null';
  if (types.isNativeError(value))
    return { error: kind, ...properties(value, depth, ['stack']), stack: frames(value.stack) };
  if (types.isPromise(value)) return { promise: kind, own: ownKeys(value) };
  if (value instanceof AbortController) return { controller: value.signal.aborted };
  if (value instanceof AbortSignal) return { signal: value.aborted };
  if (isResponse(value)) return { response: value.status, text: value.statusText, headers: headersOf(value.headers) };
  if (value instanceof Headers) return { headers: headersOf(value) };
  if (Array.isArray(value)) return value.map((item) => describe(item, depth + 1));
  return kind === 'Object' ? properties(value, depth) : { class: kind, ...properties(value, depth) };
}

/** What Node up to 22 puts on every promise of a process that has an `AsyncLocalStorage`. */
const contextual = /^Symbol\((?:async_id_symbol|trigger_async_id_symbol|kResourceStore)\)$/;

/** Different in each run. */
const passing: ReadonlySet<PropertyKey> = new Set(['localPort', 'remotePort', 'port']);

/**
 * Frames of our own, of what runs code in a context, which up to Node 22 is a matter of `async_hooks`, of streams' machinery, and
 * of the event loop, whose turns differ from run to run; everything else in a stack is the library's and the user's.
 */
const notTheirs =
  /\/(?:src\/(?:patch|span|task)|taskmeter\/dist)\/|@opentelemetry\/(?:api|context-async-hooks)\/|\/transparency\/observe\.[jt]s|async_local_storage|AsyncLocalStorage\.run|node:internal\/(?:async_hooks|process|timers|webstreams)/;

function frames(stack: string | undefined): readonly string[] {
  return (
    (stack ?? '')
      .split('\n')
      // `[as next]` is how V8 says that a function has another name than what it was called by, where it can find out.
      .map((line) => line.trim().replace(/ \[as \w+\]/, ''))
      .filter((line) => !notTheirs.test(line))
  );
}

function properties(value: object, depth: number, except: readonly string[] = []): Record<string, unknown> {
  const own = Reflect.ownKeys(value).filter(
    (key) => !except.includes(String(key)) && !passing.has(key) && isListed(value, key),
  );
  return Object.fromEntries(own.map((key) => [String(key), describe(Reflect.get(value, key), depth + 1)]));
}

function ownKeys(value: object): readonly string[] {
  return Reflect.ownKeys(value)
    .map(String)
    .filter((key) => !contextual.test(key));
}

/** Hidden symbols are how libraries keep state where nobody looks; how the oldest streams are tapped, too. */
function isListed(value: object, key: PropertyKey): boolean {
  return typeof key !== 'symbol' || Object.prototype.propertyIsEnumerable.call(value, key);
}

/** `Response` of any fetch, which hides its contents behind getters. */
function isResponse(value: object): value is Response {
  return 'status' in value && 'headers' in value && 'arrayBuffer' in value && typeof value.arrayBuffer === 'function';
}

function headersOf(headers: Headers): unknown {
  return [...headers.entries()];
}

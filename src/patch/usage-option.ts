import { diag } from '@opentelemetry/api';
import type { Method } from '../providers/provider.ts';
import { fields } from '../narrow.ts';
import { header } from './headers.ts';
import type { Op } from './op.ts';

/** Whom to ask for a stream's usage: hosts known to know the option, everybody, nobody. */
export type UsagePolicy = 'auto' | 'always' | 'never';

/** Asks for the usage of one call's stream, by fields added to the request's JSON on the wire. */
export interface UsageOption {
  /** The arguments of `fetch` with the fields added, or `undefined` when this request goes as it is. */
  added(op: Op, args: readonly unknown[]): unknown[] | undefined;
  /** Takes note of the status that came back; absent when no response came. */
  answered(status: number | undefined): void;
  /** True once the fields have left with a request. */
  readonly asked: boolean;
}

/** Remembers for each endpoint whether it takes the option. */
export type UsageMemory = Map<string, 'taken' | 'refused'>;

const maxEndpoints = 1000;

/**
 * The option for one call, or `undefined` when the policy or the method's reader says not to ask.
 *
 * It is put in at the wire and not into the user's arguments: openai 7 finds the request body again by its identity, and
 * only at the wire is it known whether the user took the raw response (`asResponse()`), who must see what they asked for.
 * An endpoint that answers 400 before it ever took the option is not asked again in this process; a 400 from one that
 * took it before is about something else.
 */
export function usageOption(
  policy: UsagePolicy,
  memory: UsageMemory,
  method: Method,
  args: readonly unknown[],
): UsageOption | undefined {
  if (policy === 'never') return undefined;
  const asking = method.askForUsage?.(args);
  if (asking === undefined) return undefined;
  const extra = addedFields(args[0], asking[0]);
  let endpoint: string | undefined;
  return {
    get asked() {
      return endpoint !== undefined;
    },
    added(op, [url, init, ...rest]) {
      if (op.claim === 'raw') return undefined;
      const target = endpointOf(String(url));
      const sent =
        target !== undefined &&
        mayAsk(policy, target) &&
        memory.get(target.key) !== 'refused' &&
        withFields(init, extra);
      if (!sent || target === undefined) return undefined;
      endpoint = target.key;
      return [url, sent, ...rest];
    },
    answered(status) {
      if (endpoint === undefined || status === undefined || memory.has(endpoint)) return;
      if (status !== 400 && status >= 300) return;
      if (memory.size >= maxEndpoints) memory.clear();
      memory.set(endpoint, status === 400 ? 'refused' : 'taken');
      if (status === 400)
        diag.warn('taskmeter: an endpoint answered 400 to a stream that was asked for its usage; not asked again');
    },
  };
}

/**
 * Takes from a chunk what only the option brought: the `usage: null` of every chunk but the last.
 * True for the last itself, `choices: []` with the usage, which is not for the consumer.
 */
export function stripUsage(chunk: unknown, isAskedFor: boolean | undefined): boolean {
  const { usage, choices } = fields(chunk);
  if (isAskedFor ?? (Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null))
    return true;
  if (usage === null) delete (chunk as { usage?: unknown }).usage;
  return false;
}

interface Endpoint {
  readonly key: string;
  readonly host: string;
  readonly path: string;
  readonly apiVersion: string | null;
}

function endpointOf(address: string): Endpoint | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const apiVersion = url.searchParams.get('api-version');
  return { key: `${url.origin} ${apiVersion ?? ''}`, host: url.hostname, path: url.pathname, apiVersion };
}

/** OpenAI itself, and Azure's API versions since the option is in them (2024-09-01-preview). */
function mayAsk(policy: UsagePolicy, { host, path, apiVersion }: Endpoint): boolean {
  if (policy === 'always') return true;
  if (host === 'api.openai.com' || host.endsWith('.api.openai.com')) return true;
  if (!host.endsWith('.openai.azure.com')) return false;
  return path.startsWith('/openai/v1/') || (apiVersion !== null && apiVersion >= '2024-09-01');
}

function addedFields(own: unknown, asking: unknown): Readonly<Record<string, unknown>> {
  const had = fields(own);
  return Object.fromEntries(Object.entries(fields(asking)).filter(([name, value]) => had[name] !== value));
}

/** The `fetch` options with the fields in their JSON body, or `undefined` for a body that can't, or must not, be changed. */
function withFields(init: unknown, extra: Readonly<Record<string, unknown>>): object | undefined {
  const { body, headers } = fields(init);
  const names = Object.keys(extra);
  if (typeof body !== 'string' || !/^\{\s*"/.test(body) || names.length === 0 || isSigned(headers)) return undefined;
  // Inside a JSON string the quotes would be escaped, so this finds keys only.
  if (names.some((name) => body.includes(`${JSON.stringify(name)}:`))) return undefined;
  const longer = `${JSON.stringify(extra).slice(0, -1)},${body.slice(1)}`;
  return { ...fields(init), body: longer, headers: withLength(headers, Buffer.byteLength(longer)) };
}

function isSigned(headers: unknown): boolean {
  return header(headers, 'authorization')?.startsWith('AWS4-') === true;
}

/** openai 4 states the length itself; later versions leave it to fetch. */
function withLength(headers: unknown, length: number): unknown {
  if (headers instanceof Headers) {
    if (!headers.has('content-length')) return headers;
    const copy = new Headers(headers);
    copy.set('content-length', String(length));
    return copy;
  }
  const own = fields(headers);
  const name = Object.keys(own).find((key) => key.toLowerCase() === 'content-length');
  return name === undefined ? headers : { ...own, [name]: String(length) };
}

/** The HTTP server, `http` and `undici` instrumentations: why they are here, docs/adr/0004-http-instrumentations.md. */
import type { RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { diag, propagation } from '@opentelemetry/api';
import { load } from './load.ts';
import { list } from '../narrow.ts';
import { isEndpoint } from '../patch/endpoints.ts';
import { type AnyFunction, replaceMethod } from '../patch/replace.ts';
import type { Instrumentation } from './types.ts';
import { isVendorTraffic } from './vendor-traffic.ts';

/** What is to be known of requests to models. */
export interface Models {
  readonly isInsideCall: () => boolean;
  /** Whether an address is a provider's. */
  readonly isProviderAddress: (url: string) => boolean;
}

/** The instrumentations, and what they become beside others that do the same work. */
export interface HttpObservers {
  readonly instrumentations: Instrumentation[];
  /**
   * Others do the same work from now on: `shared` leaves them the requests that their instrumentations see as well, `theirs`
   * all of them.
   */
  readonly standBack: (requests: 'shared' | 'theirs') => void;
}

/**
 * Requests that arrive become SERVER spans (tasks, where they contain a call) and requests that leave carry the trace on.
 * What leaves inside a call to a model, for the host of a provider, or for a model behind a host that the user has named, gets
 * neither a span nor a header: providers are third parties, and some are given a key in the address.
 */
export function httpInstrumentations(models: Models): HttpObservers {
  try {
    return create(models);
  } catch (error) {
    // npm installs a version made for another line of the SDK rather than none, and its constructor throws.
    const reason = error instanceof Error ? error.message : String(error);
    diag.warn(`taskmeter: no HTTP instrumentations, requests are no tasks: ${reason}; see npm ls @opentelemetry/api`);
    return { instrumentations: [], standBack: () => {} };
  }
}

function create({ isInsideCall, isProviderAddress }: Models): HttpObservers {
  const bare = methodsOfNode();
  const { HttpInstrumentation } = load('@opentelemetry/instrumentation-http');
  const { UndiciInstrumentation } = load('@opentelemetry/instrumentation-undici');
  let requests: 'ours' | 'shared' | 'theirs' = 'ours';
  const [http, undici] = withStableNames(() => [
    new HttpInstrumentation({
      ignoreOutgoingRequestHook: (request) =>
        isInsideCall() || isProviderAddress(addressOfOptions(request)) || isVendorTraffic(request, process.env),
    }),
    new UndiciInstrumentation({
      ignoreRequestHook: ({ origin, path, headers }) =>
        requests === 'theirs' ||
        isInsideCall() ||
        isTraced(headers) ||
        isEndpoint(origin, path) ||
        isProviderAddress(`${origin}${path}`),
    }),
  ]);
  // The patch is applied when the module is next required; `import { request } from 'node:http'` in an ES module never
  // requires it, and its bindings are copies.
  load('node:http');
  load('node:https');
  for (const method of bare)
    goRound(method, (isCovered) => requests === 'theirs' || (requests === 'shared' && isCovered));
  syncBuiltinESMExports();
  return {
    instrumentations: [http, undici],
    standBack(whose) {
      requests = whose;
      // Of those who listen to undici the last one sees what the others have put into the request.
      undici.disable();
      undici.enable();
    },
  };
}

/** The address of a request by `node:http`, whose scheme nobody asks for here. */
function addressOfOptions({ hostname, host, port, path }: RequestOptions): string {
  const name = hostname ?? host ?? 'localhost';
  const known = port === undefined || port === null || name.includes(':') ? '' : `:${port}`;
  return `http://${name}${known}${path ?? '/'}`;
}

interface Method {
  readonly holder: object;
  readonly name: string;
  readonly method: AnyFunction;
}

/** The methods that the HTTP instrumentation replaces, as they are. */
function methodsOfNode(): Method[] {
  return [load('node:http'), load('node:https')].flatMap((module) => {
    const replaced = [
      [module, 'request'],
      [module, 'get'],
      [module.Server.prototype, 'emit'],
    ] as const;
    return replaced.map(([holder, name]) => ({ holder, name, method: Reflect.get(holder, name) as AnyFunction }));
  });
}

/**
 * Leaves an instrumentation out where it is to stand back; `isCovered` says that another one stands upon it. Disabled it cannot
 * be any more: to unwrap a method takes off what was put on it last.
 */
function goRound({ holder, name, method }: Method, standsBack: (isCovered: boolean) => boolean): void {
  let ours: unknown;
  replaceMethod(holder, name, (observed) => {
    return function (this: unknown, ...args) {
      return (standsBack(Reflect.get(holder, name) !== ours) ? method : observed).apply(this, args);
    };
  });
  ours = Reflect.get(holder, name);
}

/**
 * Whether somebody else's trace is on the request already: Datadog's, or another instrumentation's. A second header would not
 * replace the first, and two of them are none to whoever gets them. undici has headers as a text, or as names and values in turn.
 */
function isTraced(headers: unknown): boolean {
  const names = (typeof headers === 'string' ? headers.split(/:.*\r\n/) : list(headers)).map((name) => String(name));
  const fields = propagation.fields().filter((field) => field !== 'baggage');
  return names.some((name) => fields.includes(name.toLowerCase()));
}

/** The instrumentations of SDK 2 use the names of 2022 (`http.method`) unless told; undici's and SDK 3's never do. */
function withStableNames<T>(construct: () => T): T {
  const name = 'OTEL_SEMCONV_STABILITY_OPT_IN';
  if (process.env[name] !== undefined) return construct();
  process.env[name] = 'http';
  try {
    return construct();
  } finally {
    delete process.env[name];
  }
}

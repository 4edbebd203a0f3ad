/** The HTTP server, `http` and `undici` instrumentations: why they are here, docs/adr/0004-http-instrumentations.md. */
import { syncBuiltinESMExports } from 'node:module';
import { diag } from '@opentelemetry/api';
import { load } from './load.ts';
import { isEndpoint } from './patch/endpoints.ts';
import { type AnyFunction, replaceMethod } from './patch/replace.ts';
import { isProviderHost } from './providers/hosts.ts';
import type { Instrumentation } from './sdk-types.ts';

/**
 * Requests that arrive become SERVER spans (tasks, where they contain a call) and requests that leave carry the trace on.
 * What leaves inside a call to a model, or for the host of a provider, gets neither a span nor a header: providers are third
 * parties. Once `isOurs` says no, nothing does: the application's own instrumentations do that work.
 */
export function httpInstrumentations(isInsideCall: () => boolean, isOurs?: () => boolean): Instrumentation[] {
  try {
    return create(isInsideCall, isOurs);
  } catch (error) {
    // npm installs a version made for another line of the SDK rather than none, and its constructor throws.
    const reason = error instanceof Error ? error.message : String(error);
    diag.warn(`taskmeter: no HTTP instrumentations, requests are no tasks: ${reason}; see npm ls @opentelemetry/api`);
    return [];
  }
}

function create(isInsideCall: () => boolean, isOurs: (() => boolean) | undefined): Instrumentation[] {
  const bare = isOurs === undefined ? [] : methodsOfNode();
  const { HttpInstrumentation } = load('@opentelemetry/instrumentation-http');
  const { UndiciInstrumentation } = load('@opentelemetry/instrumentation-undici');
  const instrumentations = withStableNames(() => [
    new HttpInstrumentation({
      ignoreOutgoingRequestHook: ({ hostname, host }) => isInsideCall() || isProviderHost(hostname ?? host ?? ''),
    }),
    new UndiciInstrumentation({
      ignoreRequestHook: ({ origin, path }) =>
        isOurs?.() === false ||
        isInsideCall() ||
        isEndpoint(origin, path) ||
        (URL.canParse(origin) && isProviderHost(new URL(origin).hostname)),
    }),
  ]);
  // The patch is applied when the module is next required; `import { request } from 'node:http'` in an ES module never
  // requires it, and its bindings are copies.
  load('node:http');
  load('node:https');
  for (const { holder, name, method } of bare) {
    replaceMethod(holder, name, (observed) => {
      return function (this: unknown, ...args) {
        return (isOurs?.() === false ? method : observed).apply(this, args);
      };
    });
  }
  syncBuiltinESMExports();
  return instrumentations;
}

/**
 * The methods that the HTTP instrumentation replaces, as they are. It cannot be disabled once another one stands on it, whose
 * work it would undo; so it is gone round.
 */
function methodsOfNode(): { readonly holder: object; readonly name: string; readonly method: AnyFunction }[] {
  return [load('node:http'), load('node:https')].flatMap((module) => {
    const replaced = [
      [module, 'request'],
      [module, 'get'],
      [module.Server.prototype, 'emit'],
    ] as const;
    return replaced.map(([holder, name]) => ({ holder, name, method: Reflect.get(holder, name) as AnyFunction }));
  });
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

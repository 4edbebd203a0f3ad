/**
 * The SDK that taskmeter/register starts is for who has none. An application that sets up its own after us, in its first
 * lines as a rule, would be refused by OpenTelemetry's API, which takes the first of each kind, and lose its exporters and
 * its settings. So ours gives way: tracer provider, context manager, propagator, meter and logger provider, each when another
 * one is registered in its place.
 */
import * as imported from '@opentelemetry/api';
import { load, loadOfSdk } from './load.ts';
import { type AnyFunction, replaceMethod, type Undo } from '../patch/replace.ts';

/** To be called once our SDK is registered; `taken` is told of the tracer provider that takes over, before it is used. */
export function giveWay(taken: (provider: object) => void): void {
  const apis: readonly (typeof imported)[] = [imported, load('@opentelemetry/api'), loadOfSdk('@opentelemetry/api')];
  const disabled = (api: Api): void => api.disable();
  yieldTo('setGlobalContextManager', unique(apis.map(({ context }) => context)), disabled);
  yieldTo('setGlobalPropagator', unique(apis.map(({ propagation }) => propagation)), disabled);
  yieldTo('setGlobalMeterProvider', unique(apis.map(({ metrics }) => metrics)), disabled);
  yieldTo('setGlobalLoggerProvider', unique(apis.flatMap(logsApi)), disabled);
  yieldTo('setGlobalTracerProvider', unique(apis.map(({ trace }) => trace)), (_, provider) => {
    // Instrumentations have their tracers from the proxy, so it stays and speaks for another.
    const proxy: object = imported.trace.getTracerProvider();
    taken(provider);
    if (!('setDelegate' in proxy)) return undefined;
    (proxy as imported.ProxyTracerProvider).setDelegate(provider as imported.TracerProvider);
    return true;
  });
}

interface Api {
  disable(): void;
}

/** The first registration that comes through any copy of the API finds the place free, or is answered by `release`. */
function yieldTo(method: string, copies: readonly Api[], release: (api: Api, instance: object) => unknown): void {
  const undos: Undo[] = copies.map((api) =>
    replaceMethod(Object.getPrototypeOf(api) as object, method, (register: AnyFunction) => {
      return function (this: unknown, ...args) {
        for (const undo of undos) undo();
        return release(api, args[0] as object) ?? register.apply(this, args);
      };
    }),
  );
}

/** Of SDK 3 it is a part of the API, of SDK 2 a package. */
function logsApi(api: object): Api[] {
  if ('logs' in api) return [api.logs as Api];
  try {
    return [loadOfSdk('@opentelemetry/api-logs').logs];
  } catch {
    return [];
  }
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

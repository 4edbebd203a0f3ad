/**
 * The tracer provider that is registered, whoever made it, and what can still be put into one.
 *
 * The SDK takes processors and a sampler when a provider is made, and offers nothing afterwards. Where it keeps them has been
 * the same from 2.0 to 3.1; it is looked at first and left alone, with `false`, when it is not what we know.
 */
import { type Context, createContextKey, ProxyTracerProvider, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { fields, isObject, list } from '../narrow.ts';
import type { Sampler, SpanProcessor } from './types.ts';

/** What an application or we have registered; absent when nobody has. */
export function registeredProvider(): object | undefined {
  const proxy: object = trace.getTracerProvider();
  // By shape: it may come from another copy of the API.
  const provider = 'getDelegate' in proxy ? (proxy as ProxyTracerProvider).getDelegate() : proxy;
  return provider === new ProxyTracerProvider().getDelegate() ? undefined : provider;
}

/** Puts a processor before those the provider has, unless it has it. False when the provider is none of the SDK's. */
export function addProcessor(provider: object, processor: SpanProcessor): boolean {
  const processors = processorsOf(provider);
  if (!Array.isArray(processors) || !list(processors).every(isProcessor)) return false;
  if (!processors.includes(processor)) processors.unshift(processor);
  return true;
}

/** Whether a provider has the processor. */
export function hasProcessor(provider: object, processor: SpanProcessor): boolean {
  return list(processorsOf(provider)).includes(processor);
}

function processorsOf(provider: object): unknown {
  return fields(fields(provider)['_activeSpanProcessor'])['_spanProcessors'];
}

/**
 * Puts a sampler around the one the provider has; for a provider that has made no tracer yet, since each keeps the sampler
 * it was made with. False when spans are not asked about there.
 */
export function wrapSampler(provider: object, around: (inner: Sampler) => Sampler): boolean {
  const { _tracerOptions, _config } = fields(provider);
  const holder = [_tracerOptions, _config].find((found) => isSampler(fields(found)['sampler']));
  if (holder === undefined) return false;
  const options = holder as { sampler: Sampler };
  const sampler = around(options.sampler);
  let isAsked = false;
  options.sampler = {
    shouldSample(context, ...rest) {
      if (context.getValue(PROBE) !== true) return sampler.shouldSample(context, ...rest);
      isAsked = true;
      return { decision: 0 };
    },
    toString: () => sampler.toString(),
  };
  startSpan(provider, ROOT_CONTEXT.setValue(PROBE, true));
  return isAsked;
}

/** In the context of a span that is dropped before anybody has seen it. */
const PROBE = createContextKey('taskmeter.probe');

function startSpan(provider: object, context: Context): void {
  if ('getTracer' in provider) (provider as ProxyTracerProvider).getTracer('taskmeter').startSpan('probe', {}, context);
}

function isProcessor(value: unknown): boolean {
  return isObject(value) && typeof value['onStart'] === 'function' && typeof value['onEnd'] === 'function';
}

function isSampler(value: unknown): boolean {
  return isObject(value) && typeof value['shouldSample'] === 'function';
}

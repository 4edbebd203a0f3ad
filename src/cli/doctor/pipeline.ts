/** The registered tracer provider as it is: by shape, since it may be of any SDK, or of none. */
import type { Diagnosis } from '../../self-report.ts';
import { fields, isObject, text } from '../../narrow.ts';
import { shown } from './endpoint.ts';
import type { ExporterEvidence, Part, ProcessorEvidence, ProviderEvidence, SamplerEvidence } from './evidence.ts';
import type { Heap } from './heap.ts';
import { folderOf, pathOf, readCopy } from './loaded.ts';

/** `registered` is what the API has as its tracer provider; `undefined` when nobody has set one up. */
export function providerEvidence(
  heap: Heap,
  registered: unknown,
  own: Diagnosis | undefined,
): ProviderEvidence | undefined {
  const provider = delegateOf(registered);
  if (provider === undefined) return undefined;
  const { _activeSpanProcessor: active, _tracerOptions: options, _config: config } = fields(provider);
  const processors = fields(active)['_spanProcessors'];
  const sampler = fields(options)['sampler'] ?? fields(config)['sampler'];
  return {
    ...partOf(heap, provider),
    alive: aliveLike(heap, provider),
    processors: Array.isArray(processors)
      ? processors.filter(isObject).map((processor) => processorEvidence(heap, processor, own))
      : undefined,
    sampler: isObject(sampler) ? samplerEvidence(heap, sampler) : undefined,
  };
}

function aliveLike(heap: Heap, provider: object): number | undefined {
  // The class that others extend: two SDKs may set up different ones.
  let base: unknown;
  for (let at: unknown = provider; isObject(at) && at !== Object.prototype; at = Object.getPrototypeOf(at)) base = at;
  return base === provider || !isObject(base) ? undefined : heap.countOf(base);
}

/** What stands behind the API's proxy; nothing as long as that is the API's own no-op. */
function delegateOf(registered: unknown): object | undefined {
  if (!isObject(registered)) return undefined;
  const { getDelegate } = registered;
  const provider: unknown = typeof getDelegate === 'function' ? getDelegate.call(registered) : registered;
  return isObject(provider) && provider.constructor.name !== 'NoopTracerProvider' ? provider : undefined;
}

function processorEvidence(heap: Heap, processor: object, own: Diagnosis | undefined): ProcessorEvidence {
  const { _exporter: inner, exporter = inner } = fields(processor);
  return {
    ...partOf(heap, processor),
    isOurs: own?.isProcessor(processor) === true,
    exporter: isObject(exporter) ? exporterEvidence(heap, exporter) : undefined,
  };
}

function exporterEvidence(heap: Heap, exporter: object): ExporterEvidence {
  return { ...partOf(heap, exporter), url: urlWithin(exporter) };
}

/**
 * The first `url` in the object or what it holds, a few steps down: where it stands differs between exporters and versions.
 * Exporters over gRPC have an `address` without a scheme.
 */
function urlWithin(holder: object): string | undefined {
  let level: readonly object[] = [holder];
  for (let depth = 0; depth < 6; depth += 1) {
    for (const each of level) {
      const { url, _url: other = url, address } = fields(each);
      const found = text(other) ?? (/^[\w.-]+:\d+$/.test(text(address) ?? '') ? `http://${text(address)}` : undefined);
      if (found !== undefined && URL.canParse(found)) return shown(new URL(found));
    }
    level = level.flatMap((each) => Object.values(each).filter(isObject)).slice(0, 200);
  }
  return undefined;
}

function samplerEvidence(heap: Heap, sampler: object): SamplerEvidence {
  const description = withoutDefaults((sampler as { toString(): string }).toString()).slice(0, 200);
  return { ...partOf(heap, sampler), description, sampled: callsSampled(sampler) };
}

/** Of a sampler that goes by its parent's decision only what it does without a parent is worth telling. */
function withoutDefaults(description: string): string {
  return description.replace(
    ', remoteParentSampled=AlwaysOnSampler, remoteParentNotSampled=AlwaysOffSampler, localParentSampled=AlwaysOnSampler, localParentNotSampled=AlwaysOffSampler',
    '',
  );
}

/** Asks the sampler what it would say to sixteen calls, in traces that are spread evenly; nothing is started. */
function callsSampled(sampler: object): number | undefined {
  const shouldSample: unknown = Reflect.get(sampler, 'shouldSample');
  if (typeof shouldSample !== 'function') return undefined;
  try {
    const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'taskmeter-doctor' };
    return Array.from({ length: 16 }, (_, i) => {
      const traceId = `${i.toString(16).repeat(8)}${'0'.repeat(23)}1`;
      return fields(shouldSample.call(sampler, NOWHERE, traceId, 'chat', CLIENT, attributes, []))['decision'];
    }).filter((decision) => decision === RECORD_AND_SAMPLED).length;
  } catch {
    return undefined;
  }
}

const CLIENT = 2;
const RECORD_AND_SAMPLED = 2;

/** A context with nothing in it. */
const NOWHERE = {
  getValue: (): undefined => undefined,
  setValue: (): unknown => NOWHERE,
  deleteValue: (): unknown => NOWHERE,
};

function partOf(heap: Heap, object: object): Part {
  const file = heap.fileOf(object.constructor);
  const folder = file === undefined ? undefined : folderOf(pathOf(file));
  const copy = folder === undefined ? undefined : readCopy(folder);
  return { class: object.constructor.name, package: copy && `${copy.name} ${copy.version}` };
}

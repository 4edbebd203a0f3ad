/** A real SDK with our parts in it, whose spans a test reads as plain objects. */
import type { Attributes, HrTime } from '@opentelemetry/api';
import { node, resources, tracing } from '@opentelemetry/sdk-node';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { CallObserver, CallRequest, LlmCall } from '../../src/call.ts';
import type { Cost, PriceQuery } from '../../src/price/cost.ts';
import type { Emit } from '../../src/span/attributes.ts';
import { createSpanProcessor } from '../../src/span/processor.ts';
import { createRecorder } from '../../src/span/recorder.ts';
import { catchUp } from '../../src/task/backlog.ts';
import type { SdkSpanProcessor } from '../../src/span/sdk.ts';
import { createSampler } from '../../src/span/sampler.ts';
import { recordExport } from '../support/run-record.ts';

export interface Sdk {
  readonly processor: SdkSpanProcessor;
  readonly recorder: CallObserver;
  /** Spans ended since the last reading, in the order of their end. */
  read(): readonly SpanView[];
}

/** Registers the SDK globally, as an application does. */
export function startSdk(options: { emit?: Emit; sampler?: tracing.Sampler; mode?: 'always' | 'follow' } = {}): Sdk {
  const exporter = new tracing.InMemorySpanExporter();
  const processor = createSpanProcessor({ price });
  const provider = new node.NodeTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.instance.id': 'test-1' }),
    sampler: createSampler(options.sampler ?? new tracing.AlwaysOnSampler(), options.mode),
    spanProcessors: [processor, new tracing.SimpleSpanProcessor(exporter)],
  });
  provider.register();
  return {
    processor,
    recorder: createRecorder({
      tracer: trace.getTracer('taskmeter'),
      price,
      ...(options.emit && { emit: options.emit }),
    }),
    read() {
      catchUp();
      const spans = exporter.getFinishedSpans().map(view);
      exporter.reset();
      recordExport(JSON.stringify(spans));
      return spans;
    },
  };
}

export interface SpanView {
  readonly name: string;
  readonly kind: string;
  readonly id: string;
  readonly traceId: string;
  readonly parent: string | undefined;
  readonly status: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly atMs: number; readonly attributes: Attributes }[];
  readonly links: readonly string[];
}

function view(span: tracing.ReadableSpan): SpanView {
  return {
    name: span.name,
    kind: SpanKind[span.kind],
    id: span.spanContext().spanId,
    traceId: span.spanContext().traceId,
    parent: span.parentSpanContext?.spanId,
    status: SpanStatusCode[span.status.code],
    startMs: ms(span.startTime),
    endMs: ms(span.endTime),
    attributes: span.attributes,
    events: span.events.map(({ name, time, attributes }) => ({ name, atMs: ms(time), attributes: attributes ?? {} })),
    links: span.links.map(({ context }) => context.spanId),
  };
}

function ms([seconds, nanos]: HrTime): number {
  return seconds * 1000 + nanos / 1e6;
}

/** One price list: models that begin with `m` cost 1 µUSD a token of input and 10 of output, a cached one a tenth. */
export function price({ model, usage }: PriceQuery): Cost {
  const none = { lines: [], catalogue: 'test', assumed: [], unpricedUnits: [] };
  if (model?.startsWith('m') !== true) return { ...none, status: 'unknown_model' };
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined) return { ...none, status: 'unknown_usage' };
  const micro = 10n ** 12n;
  const read = BigInt(usage.cacheReadTokens ?? 0);
  const lines = [
    { unit: 'input', quantity: usage.inputTokens, atto: (BigInt(usage.inputTokens) - read) * micro },
    { unit: 'cache_read', quantity: Number(read), atto: (read * micro) / 10n },
    { unit: 'output', quantity: usage.outputTokens, atto: BigInt(usage.outputTokens) * 10n * micro },
  ].filter(({ quantity }) => quantity > 0);
  return {
    ...none,
    status: 'priced',
    total: lines.reduce((sum, { atto }) => sum + atto, 0n),
    lines,
    priceId: `test/${model}@`,
    ...(usage.cacheReadTokens !== undefined && { cacheSaving: (read * micro * 9n) / 10n }),
  };
}

/** What a task's span says of its totals, in short. */
export function totalsOf(span: SpanView | undefined): Record<string, unknown> {
  const { attributes = {} } = span ?? {};
  return {
    calls: attributes['taskmeter.task.calls'],
    cost: attributes['taskmeter.task.cost_exact'],
    reason: attributes['taskmeter.rollup.reason'],
    complete: attributes['taskmeter.rollup.complete'],
    revision: attributes['taskmeter.rollup.revision'],
  };
}

export const T0 = 1_800_000_000_000;

export const request: CallRequest = { operation: 'chat', provider: 'openai', model: 'm-1' };

/** A call that went well: 100 tokens in, 10 out, one attempt, one second. Costs 0.0002 USD. */
export function call(change: Partial<LlmCall> = {}): LlmCall {
  const startedAt = change.startedAt ?? T0;
  const endedAt = change.endedAt ?? startedAt + 1000;
  return {
    request,
    response: { model: 'm-1', usage: { inputTokens: 100, outputTokens: 10 } },
    attempts: [{ startedAt, endedAt, status: 200 }],
    ending: 'done',
    ...change,
    startedAt,
    endedAt,
  };
}

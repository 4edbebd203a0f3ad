import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createTraceState, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  InMemorySpanExporter,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Outbox } from '../../src/exit/outbox.ts';
import { counts, type SpanCounts } from '../../src/metrics/counters.ts';
import { packSpans, unpackSpans } from '../../src/exit/packed-span.ts';

function harness(limit = 10): {
  outbox: Outbox;
  exporter: InMemorySpanExporter;
  provider: TracerProvider;
  readonly end: (name: string) => void;
} {
  const outbox = new Outbox(limit);
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    spanProcessors: [outbox.processor, outbox.around(exporter, batched)],
  });
  return { outbox, exporter, provider, end: (name) => provider.getTracer('app').startSpan(name).end() };
}

const batched = (exporter: SpanExporter): SpanProcessor => new BatchSpanProcessor({ exporter });

function spansSince(before: SpanCounts): SpanCounts {
  const { ended, exported, lost } = counts.spans;
  return {
    ended: ended - before.ended,
    exported: exported - before.exported,
    lost: {
      queue_full: lost.queue_full - before.lost.queue_full,
      process_end: lost.process_end - before.lost.process_end,
    },
  };
}

const namesOf = (spans: readonly ReadableSpan[]): string[] => spans.map(({ name }) => name);

suite('the outbox', () => {
  test('fails what is queued behind a refused export at once, keeps it, and asks again after a moment', (context) => {
    context.mock.timers.enable({ apis: ['Date'] });
    const outbox = new Outbox(10);
    const asked: string[][] = [];
    const codes: number[] = [];
    const sending = outbox.around(
      {
        export(spans, done) {
          asked.push(namesOf(spans));
          done({ code: 1 });
        },
        shutdown: async () => {},
      },
      (exporter) => ({
        ...outbox.processor,
        onEnd: (span) => exporter.export([span], ({ code }) => codes.push(code)),
      }),
    );
    const provider = new TracerProvider({ spanProcessors: [outbox.processor, sending] });
    const end = (name: string): void => provider.getTracer('app').startSpan(name).end();
    end('a');
    end('b');
    context.mock.timers.tick(1000);
    end('c');
    assert.deepEqual(
      { asked, codes, kept: namesOf(outbox.take()) },
      { asked: [['a'], ['c']], codes: [1, 1, 1], kept: ['a', 'b', 'c'] },
    );
  });

  test('holds what has ended until it is exported', async () => {
    const { outbox, exporter, provider, end } = harness();
    end('a');
    end('b');
    assert.equal(outbox.size, 2);
    await provider.forceFlush();
    assert.equal(outbox.size, 0);
    assert.equal(outbox.delivered, true);
    assert.deepEqual(namesOf(exporter.getFinishedSpans()), ['a', 'b']);
  });

  test('keeps what could not be exported', async () => {
    const { outbox, exporter, provider, end } = harness();
    // An exporter that has been shut down fails every export.
    await exporter.shutdown();
    end('a');
    await assert.rejects(provider.forceFlush());
    assert.equal(outbox.delivered, false);
    assert.deepEqual(namesOf(outbox.take()), ['a']);
  });

  test('lets nobody else send what was taken out', async () => {
    const { outbox, exporter, provider, end } = harness();
    end('a');
    assert.deepEqual(namesOf(outbox.take()), ['a']);
    end('b');
    await provider.forceFlush();
    assert.deepEqual(namesOf(exporter.getFinishedSpans()), ['b']);
  });

  test('holds nothing where nobody exports', () => {
    const outbox = new Outbox(10);
    const provider = new TracerProvider({ sampler: new AlwaysOnSampler(), spanProcessors: [outbox.processor] });
    provider.getTracer('app').startSpan('a').end();
    assert.deepEqual({ size: outbox.size, delivered: outbox.delivered }, { size: 0, delivered: true });
  });

  test('counts what has ended, was exported, and was lost, and keeps as many as wait', () => {
    const before = structuredClone(counts.spans);
    const { outbox, end } = harness(2);
    for (const name of ['a', 'b', 'c', 'd', 'e']) end(name);
    // The batch processor has a and b; of those it has no room for, the newest two are kept.
    assert.deepEqual(namesOf(outbox.take()), ['d', 'e', 'a', 'b']);
    assert.deepEqual(spansSince(before), { ended: 5, exported: 0, lost: { queue_full: 1, process_end: 0 } });
  });

  test('sends what was refused or had no room, as soon as something is taken again', async (context) => {
    context.mock.timers.enable({ apis: ['Date'] });
    const before = structuredClone(counts.spans);
    const outbox = new Outbox(3);
    const taken: string[] = [];
    let isUp = false;
    const sending = outbox.around(
      {
        export(spans, done) {
          if (isUp) taken.push(...namesOf(spans));
          done({ code: isUp ? 0 : 1 });
        },
        shutdown: async () => {},
      },
      (exporter) => new BatchSpanProcessor({ exporter, maxQueueSize: 3, maxExportBatchSize: 3 }),
    );
    const provider = new TracerProvider({ spanProcessors: [outbox.processor, sending] });
    const end = (name: string): void => provider.getTracer('app').startSpan(name).end();
    end('refused');
    await assert.rejects(provider.forceFlush());
    isUp = true;
    end('later');
    // Right after a refusal nobody is asked.
    context.mock.timers.tick(1000);
    await provider.forceFlush();
    assert.deepEqual({ taken, size: outbox.size }, { taken: ['later', 'refused'], size: 0 });
    assert.deepEqual(spansSince(before), { ended: 2, exported: 2, lost: { queue_full: 0, process_end: 0 } });
  });

  test('says what calls and what money was lost', () => {
    const outbox = new Outbox(10);
    outbox.around(new InMemorySpanExporter(), batched);
    const provider = new TracerProvider({ spanProcessors: [outbox.processor] });
    const attributes = {
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'm',
      'gen_ai.response.model': 'm-2026',
      'taskmeter.price.status': 'priced',
      'taskmeter.cost.exact': '0.0000000000000001',
    };
    for (const name of ['call', 'call', 'work']) {
      provider
        .getTracer('app')
        .startSpan(name, { attributes: name === 'call' ? attributes : {} })
        .end();
    }
    outbox.lost(outbox.take());
    assert.deepEqual([...counts.lost.values()], [{ provider: 'openai', model: 'm-2026', calls: 2, cost: 200n }]);
  });

  test('counts once what arrives after it was taken out', async () => {
    const before = structuredClone(counts.spans);
    let answer = (): void => {};
    const outbox = new Outbox(10);
    const sending = outbox.around(
      { export: (_, done) => void (answer = () => done({ code: 0 })), shutdown: async () => {} },
      batched,
    );
    const provider = new TracerProvider({ spanProcessors: [outbox.processor, sending] });
    provider.getTracer('app').startSpan('a').end();
    const flushed = provider.forceFlush();
    const taken = outbox.take();
    answer();
    await flushed;
    outbox.lost(taken);
    assert.deepEqual(spansSince(before), { ended: 1, exported: 1, lost: { queue_full: 0, process_end: 0 } });
  });
});

suite('a packed span', () => {
  test('is the same span to an exporter after it crossed to another thread', () => {
    const outbox = new Outbox(10);
    outbox.around(new InMemorySpanExporter(), batched);
    const provider = new TracerProvider({ sampler: new AlwaysOnSampler(), spanProcessors: [outbox.processor] });
    const parent = {
      traceId: '1'.repeat(32),
      spanId: '2'.repeat(16),
      traceFlags: 1,
      isRemote: true,
      traceState: createTraceState('vendor=x'),
    };
    const span = provider.getTracer('app', '1.2.3').startSpan(
      'work',
      {
        kind: SpanKind.PRODUCER,
        attributes: { list: ['a', 'b'], n: 1.5 },
        links: [{ context: parent, attributes: { why: 'retry' } }],
      },
      trace.setSpanContext(ROOT_CONTEXT, parent),
    );
    span.addEvent('failed', { status: 429 }).setStatus({ code: SpanStatusCode.ERROR, message: 'no' }).end();
    const [original] = outbox.take();
    assert.ok(original !== undefined);
    const [copy] = unpackSpans(structuredClone(packSpans([original])));
    assert.ok(copy !== undefined);
    assert.deepEqual(told(copy), told(original));
  });
});

/** All that exporters read. */
function told(span: ReadableSpan): object {
  const { traceState, ...context } = span.spanContext();
  return {
    name: span.name,
    kind: span.kind,
    context,
    traceState: traceState?.serialize(),
    parent: span.parentSpanContext?.spanId,
    parentState: span.parentSpanContext?.traceState?.serialize(),
    times: [span.startTime, span.endTime, span.duration],
    status: span.status,
    attributes: span.attributes,
    links: span.links.map(({ context: { traceId, spanId }, attributes }) => ({ traceId, spanId, attributes })),
    events: span.events,
    resource: span.resource.attributes,
    scope: { name: span.instrumentationScope.name, version: span.instrumentationScope.version },
    dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
  };
}

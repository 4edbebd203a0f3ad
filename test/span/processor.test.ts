import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diag, type DiagLogger, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { node, tracing } from '@opentelemetry/sdk-node';
import { createSpanProcessor } from '../../src/span/processor.ts';
import { createRecorder } from '../../src/span/recorder.ts';
import { call, price, request } from './sdk.ts';

describe('our span processor', () => {
  it('writes the totals too where the SDK has no onEnding: before the exporters see the span', () => {
    const ours = createSpanProcessor({ price });
    // What the oldest SDKs call of a processor.
    const former: tracing.SpanProcessor = {
      onStart: (span, context) => ours.onStart(span, context),
      onEnd: (span) => ours.onEnd(span),
      forceFlush: () => ours.forceFlush(),
      shutdown: () => ours.shutdown(),
    };
    const exporter = new tracing.InMemorySpanExporter();
    const provider = new node.NodeTracerProvider({
      spanProcessors: [former, new tracing.SimpleSpanProcessor(exporter)],
    });
    const tracer = provider.getTracer('app');
    provider.register();
    tracer.startActiveSpan('job', {}, ROOT_CONTEXT, (span) => {
      createRecorder({ tracer, price }).begin(request, Date.now()).end(call());
      span.end();
    });
    const root = exporter.getFinishedSpans().find(({ name }) => name === 'job');
    assert.equal(root?.attributes['taskmeter.task.type'], 'job');
    assert.equal(root.attributes['taskmeter.task.cost_exact'], '0.0002');
  });

  it('harms no span when it fails itself, and says so once', () => {
    const errors: string[] = [];
    const quiet = (): void => {};
    const logger: DiagLogger = {
      error: (text) => void errors.push(text),
      warn: quiet,
      info: quiet,
      debug: quiet,
      verbose: quiet,
    };
    const ours = createSpanProcessor({ price });
    const exporter = new tracing.InMemorySpanExporter();
    const provider = new node.NodeTracerProvider({ spanProcessors: [ours, new tracing.SimpleSpanProcessor(exporter)] });
    diag.setLogger(logger, { suppressOverrideMessage: true });
    for (const kind of [SpanKind.SERVER, SpanKind.SERVER]) {
      const span = provider.getTracer('app').startSpan('GET', { kind }, ROOT_CONTEXT);
      Object.defineProperty(span, 'attributes', {
        get: () => {
          throw new TypeError('secret');
        },
      });
      assert.doesNotThrow(() => ours.onStart(span as tracing.Span, ROOT_CONTEXT));
    }
    diag.disable();
    assert.deepEqual(errors, ['taskmeter: starting a span failed (TypeError); the application is unaffected']);
  });
});

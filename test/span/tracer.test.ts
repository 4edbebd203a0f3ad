import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { node, type tracing } from '@opentelemetry/sdk-node';
import { lateTracer } from '../../src/span/tracer.ts';

it('names our spans by the package and its version', async () => {
  const ended: tracing.ReadableSpan[] = [];
  const keep: tracing.SpanProcessor = {
    onStart() {},
    onEnd: (span) => void ended.push(span),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const provider = new node.NodeTracerProvider({ spanProcessors: [keep] });
  provider.register();
  lateTracer.startSpan('chat m-1').end();
  await provider.shutdown();
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  assert.deepEqual(
    ended.map(({ instrumentationScope: scope }) => ({ name: scope.name, version: scope.version })),
    [{ name: 'taskmeter', version }],
  );
});

import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AlwaysOffSampler, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { ConfigError, flush, task, taskmeter } from '../../src/index.ts';

const exporter = new InMemorySpanExporter();
const sdk = new NodeSDK({
  metricReaders: [],
  logRecordProcessors: [],
  ...taskmeter({ spanProcessors: [new SimpleSpanProcessor({ exporter })], sampler: new AlwaysOffSampler() }),
});
after(() => sdk.shutdown());

suite('taskmeter() in a NodeSDK', () => {
  test("uses the application's exporter and sampler in place of the environment's, and keeps tasks from the sampler", async () => {
    sdk.start();
    task({ type: 'job', defaultOutcome: 'success' }, () => {});
    await flush();
    assert.deepEqual(
      exporter.getFinishedSpans().map(({ name, attributes }) => ({
        name,
        outcome: attributes['taskmeter.task.outcome'],
        sampled: attributes['taskmeter.sampled'],
      })),
      [{ name: 'task job', outcome: 'success', sampled: false }],
    );
  });

  test('gives the same instrumentation and processor each time: nothing is observed twice', () => {
    const [first, second] = [taskmeter({ spanProcessors: [] }), taskmeter({ spanProcessors: [] })];
    assert.deepEqual(first.instrumentations, second.instrumentations);
    assert.equal(first.instrumentations[0], second.instrumentations[0]);
    assert.equal(first.spanProcessors[0], second.spanProcessors[0]);
  });

  test('refuses what it does not know', () => {
    assert.throws(() => taskmeter(JSON.parse('{"sampling": "sometimes"}') as object), ConfigError);
  });
});

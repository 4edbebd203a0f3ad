import assert from 'node:assert/strict';
import { beforeEach, suite, test } from 'node:test';
import { diag, DiagLogLevel, metrics, trace } from '@opentelemetry/api';
import { flush } from '../../src/flush.ts';

const said: string[] = [];
const silent = (): void => {};
const warn = (message: string): void => void said.push(message);
diag.setLogger({ warn, error: silent, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);

/** What an SDK would register, as far as `flush` looks at it. */
function register(flushSpans: () => Promise<void>, flushMetrics: () => Promise<void>): void {
  trace.setGlobalTracerProvider({ ...trace.getTracerProvider(), forceFlush: flushSpans } as never);
  metrics.setGlobalMeterProvider({ ...metrics.getMeterProvider(), forceFlush: flushMetrics } as never);
}

suite('flush()', () => {
  beforeEach(() => {
    trace.disable();
    metrics.disable();
    said.length = 0;
  });

  test('waits for the spans, then for the counts that tell what became of them', async () => {
    const steps: string[] = [];
    register(
      async () => void steps.push('spans'),
      async () => void steps.push('metrics'),
    );
    await flush();
    assert.deepEqual({ steps, said }, { steps: ['spans', 'metrics'], said: [] });
  });

  test('never rejects, says what could not be exported, and exports the rest', async () => {
    let isAsked = false;
    register(
      () => Promise.reject(new Error('no collector')),
      async () => void (isAsked = true),
    );
    await flush();
    assert.deepEqual(said, ['taskmeter: flush() could not export everything: no collector']);
    assert.ok(isAsked);
  });

  test('gives up on a collector that never answers', async () => {
    register(
      () => new Promise(() => {}),
      async () => {},
    );
    await flush({ timeoutMs: 10 });
    assert.deepEqual(said, ['taskmeter: flush() could not export everything: no answer within 10 ms']);
  });

  test('is over at once where nobody exports', async () => {
    await flush();
    assert.deepEqual(said, []);
  });
});

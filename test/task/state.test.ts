import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { state } from '../../src/task/state.ts';
import { task } from '../../src/task/task.ts';
import { startSdk } from '../span/sdk.ts';

const sdk = startSdk();

describe('what is kept of tasks', () => {
  it('is where the last thousand are, the newest ones', () => {
    for (let n = 0; n < 1500; n += 1) task({ type: 'ticket', id: `T-${n}` }, () => {});
    assert.deepEqual([state.recent.size, state.recent.has('T-499'), state.recent.has('T-500')], [1000, false, true]);
    assert.equal(state.open.size, 0);
    sdk.read();
  });

  it('is not more than ten thousand requests that never end', () => {
    const tracer = trace.getTracer('http');
    const spans = Array.from({ length: 10_050 }, () =>
      tracer.startSpan('GET', { kind: SpanKind.SERVER }, ROOT_CONTEXT),
    );
    assert.equal(state.openRoots.size, 10_000);
    for (const span of spans) span.end();
    assert.equal(state.openRoots.size, 0);
  });
});

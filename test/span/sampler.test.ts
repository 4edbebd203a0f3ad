import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { tracing } from '@opentelemetry/sdk-node';
import { createSampler } from '../../src/span/sampler.ts';
import { task } from '../../src/task/task.ts';
import { reportOutcome } from '../../src/task/outcome.ts';
import { call, request, startSdk, totalsOf } from './sdk.ts';

const dropAll = new tracing.ParentBasedSampler({ root: new tracing.AlwaysOffSampler() });
const sdk = startSdk({ sampler: dropAll });
const app = trace.getTracer('app');
const server = { kind: SpanKind.SERVER, attributes: { 'http.request.method': 'GET', 'http.route': '/x' } };

function oneCall(): void {
  const startedAt = Date.now();
  const open = sdk.recorder.begin(request, startedAt);
  open.run(() => app.startSpan('POST', { kind: SpanKind.CLIENT }).end());
  open.end(call({ startedAt }));
}

describe('a trace that the user’s sampler drops', () => {
  it('still exports its calls, and a span that stands for the request; the rest stays dropped', () => {
    let times: readonly number[] = [];
    const before = Date.now();
    app.startActiveSpan('GET', server, ROOT_CONTEXT, (root) => {
      const from = Date.now();
      app.startActiveSpan('middleware', (middle) => {
        oneCall();
        middle.end();
      });
      const to = Date.now();
      root.end();
      times = [before, from, to, Date.now()];
    });
    const [one, rollup, ...rest] = sdk.read();
    assert.deepEqual(rest, []);
    assert.equal(one?.name, 'chat m-1');
    assert.equal(one.attributes['taskmeter.sampled'], false);
    assert.equal(rollup?.name, 'task.rollup');
    assert.equal(rollup.traceId, one.traceId);
    assert.equal(rollup.attributes['taskmeter.sampled'], false);
    assert.equal(rollup.attributes['taskmeter.task.type'], 'GET /x');
    assert.deepEqual(totalsOf(rollup), { calls: 1, cost: '0.0002', reason: 'end', complete: true, revision: 1 });
    const [startsAfter = 0, startsBefore = 0, endsAfter = 0, endsBefore = 0] = times;
    assert.ok(rollup.startMs >= startsAfter - 1 && rollup.startMs <= startsBefore + 1, 'the start of the request');
    assert.ok(rollup.endMs >= endsAfter - 1 && rollup.endMs <= endsBefore + 1, 'its end');
  });

  it('still exports its tasks and outcomes, whose other children stay dropped', () => {
    task({ type: 'ticket', id: 'T-1' }, () => {
      app.startSpan('step').end();
      oneCall();
    });
    reportOutcome('T-1', 'success');
    assert.deepEqual(
      sdk.read().map(({ name, attributes }) => [name, attributes['taskmeter.sampled']]),
      [
        ['chat m-1', false],
        ['task ticket', false],
        ['task.outcome', false],
      ],
    );
  });

  it('hands the user’s decision on to other services', () => {
    task({ type: 'ticket' }, () => {
      const child = app.startSpan('POST', { kind: SpanKind.CLIENT });
      assert.equal(child.spanContext().traceFlags, 0);
      child.end();
    });
    sdk.read();
  });
});

describe('the sampler', () => {
  const ask = (
    sampler: tracing.Sampler,
    kind: SpanKind,
    attributes = {},
    parent = ROOT_CONTEXT,
  ): tracing.SamplingResult => sampler.shouldSample(parent, '1'.repeat(32), 'x', kind, attributes, []);
  const wrapped = createSampler(dropAll);
  const { NOT_RECORD, RECORD, RECORD_AND_SAMPLED } = tracing.SamplingDecision;

  it('leaves alone what the user’s sampler takes', () => {
    const kept = { decision: RECORD_AND_SAMPLED, attributes: { by: 'rule' } };
    const sampler = createSampler({ shouldSample: () => kept, toString: () => 'rule' });
    assert.equal(ask(sampler, SpanKind.CLIENT, { 'gen_ai.operation.name': 'chat' }), kept);
    assert.equal(ask(sampler, SpanKind.SERVER), kept);
    assert.equal(sampler.toString(), 'taskmeter{rule}');
  });

  it('records local roots that may be tasks, so that their end is seen', () => {
    const context = (isRemote: boolean): typeof ROOT_CONTEXT =>
      trace.setSpanContext(ROOT_CONTEXT, { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 0, isRemote });
    const decisions = [SpanKind.SERVER, SpanKind.CONSUMER, SpanKind.INTERNAL, SpanKind.CLIENT].map((kind) => [
      ask(wrapped, kind).decision,
      ask(wrapped, kind, {}, context(true)).decision,
      ask(wrapped, kind, {}, context(false)).decision,
    ]);
    assert.deepEqual(decisions, [
      [RECORD, RECORD, NOT_RECORD],
      [RECORD, RECORD, NOT_RECORD],
      [RECORD, NOT_RECORD, NOT_RECORD],
      [NOT_RECORD, NOT_RECORD, NOT_RECORD],
    ]);
  });

  it('is the user’s own with follow', () => {
    assert.equal(createSampler(dropAll, 'follow'), dropAll);
  });
});

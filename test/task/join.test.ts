import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { currentTask, joinTask, type TaskRef } from '../../src/task/join.ts';
import { outcome, reportOutcome } from '../../src/task/outcome.ts';
import { task } from '../../src/task/task.ts';
import { call, request, type SpanView, startSdk, T0 } from '../span/sdk.ts';

const sdk = startSdk();

function oneCall(startedAt = T0): void {
  sdk.recorder.begin(request, startedAt).end(call({ startedAt }));
}

/** What another process sends along with the work. */
function ref(id: string): TaskRef {
  return { id, type: 'report', traceparent: '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01' };
}

function says({ name, attributes }: SpanView, ...keys: readonly string[]): unknown[] {
  return [name, ...keys.map((key) => attributes[`taskmeter.${key}`])];
}

suite('currentTask()', () => {
  test('tells where the work stands, as plain data', () => {
    const seen = task({ type: 'report', id: 'R-1' }, () => trace.getTracer('app').startActiveSpan('step', currentHere));
    const [step] = sdk.read();
    assert.deepEqual(seen, { id: 'R-1', type: 'report', traceparent: `00-${step?.traceId}-${step?.id}-01` });
    assert.deepEqual(structuredClone(seen), seen);

    function currentHere(span: { end(): void }): TaskRef | undefined {
      span.end();
      return currentTask();
    }
  });

  test('tells of a part, too, and of nothing outside of tasks', () => {
    assert.equal(currentTask(), undefined);
    assert.equal(
      joinTask(ref('R-2'), () => currentTask()?.id),
      'R-2',
    );
    sdk.read();
  });
});

suite('joinTask()', () => {
  test('states what happens here of a task that is open elsewhere, below the span it comes from', async () => {
    const value = await joinTask(ref('R-3'), async (part) => {
      await Promise.resolve();
      oneCall();
      return `${part.id} ${part.type} ${part.totals().calls}`;
    });
    assert.equal(value, 'R-3 report 1');
    const [inner, part] = sdk.read();
    assert.ok(inner !== undefined && part !== undefined);
    assert.deepEqual(
      [part.name, part.parent, part.traceId],
      ['task.rollup', '0123456789abcdef', ref('').traceparent?.slice(3, 35)],
    );
    assert.equal(inner.parent, part.id);
    const keys = [
      'task.id',
      'task.type',
      'task.parent.id',
      'task.outcome',
      'task.calls',
      'rollup.revision',
      'rollup.instance',
    ];
    assert.deepEqual(says(part, ...keys), ['task.rollup', 'R-3', 'report', undefined, 'unknown', 1, 1, 'test-1']);
    assert.deepEqual(says(inner, ...keys.slice(0, 2)), ['chat m-1', 'R-3', 'report']);
  });

  test('states the total of all parts that have run here, one after the other', () => {
    for (let n = 0; n < 3; n += 1) joinTask(ref('R-4'), () => oneCall());
    const parts = sdk.read().filter(({ name }) => name === 'task.rollup');
    assert.deepEqual(
      parts.map((part) => says(part, 'task.calls', 'rollup.revision')),
      [1, 2, 3].map((n) => ['task.rollup', n, n]),
    );
  });

  test('runs within the task itself where that is open, and within a part that is', () => {
    const inside = task({ type: 'report', id: 'R-5' }, (t) => {
      const here = currentTask();
      assert.ok(here !== undefined);
      joinTask(here, () => oneCall());
      return t.totals().calls;
    });
    assert.equal(inside, 1);
    assert.deepEqual(
      sdk.read().map(({ name }) => name),
      ['chat m-1', 'task report'],
    );
    joinTask(ref('R-6'), () => joinTask(ref('R-6'), () => oneCall()));
    assert.deepEqual(
      sdk.read().map(({ name }) => name),
      ['chat m-1', 'task.rollup'],
    );
  });

  test('says nothing of how the task ended by what its function returns or throws', async () => {
    const boom = new Error('boom');
    await assert.rejects(
      joinTask(ref('R-7'), () => Promise.reject(boom)),
      (error) => error === boom,
    );
    const spans = sdk.read();
    assert.deepEqual(
      spans.map((span) => [...says(span, 'task.outcome'), span.status, span.attributes['error.type']]),
      [['task.rollup', 'unknown', 'ERROR', 'Error']],
    );
  });

  test('reports what is said of it, at once', () => {
    joinTask(ref('R-8'), (part) => {
      part.outcome('success');
      outcome('failure');
      reportOutcome('R-8', 'escalation');
    });
    assert.deepEqual(
      sdk.read().map((span) => says(span, 'task.id', 'task.outcome')),
      [
        ...['success', 'failure', 'escalation'].map((said) => ['task.outcome', 'R-8', said]),
        ['task.rollup', 'R-8', 'unknown'],
      ],
    );
  });

  test('holds tasks of its own', () => {
    joinTask(ref('R-9'), () => task({ type: 'step', id: 'S-1' }, () => oneCall()));
    assert.deepEqual(
      sdk.read().map((span) => says(span, 'task.id', 'task.parent.id', 'task.calls')),
      [
        ['chat m-1', 'S-1', undefined, undefined],
        ['task step', 'S-1', 'R-9', 1],
        ['task.rollup', 'R-9', undefined, 1],
      ],
    );
  });

  test('does without a trace, or with one that is malformed', () => {
    for (const traceparent of [undefined, '', 'nonsense', '00-00000000000000000000000000000000-0000000000000000-01']) {
      joinTask({ id: 'R-10', type: 'report', traceparent }, () => {});
    }
    assert.deepEqual(
      sdk.read().map(({ parent }) => parent),
      [undefined, undefined, undefined, undefined],
    );
  });

  test('stays below a span that is active here in the same trace', () => {
    task({ type: 'outer', id: 'O-1' }, () => {
      const here = currentTask();
      assert.ok(here !== undefined);
      trace.getTracer('app').startActiveSpan('consume', (span) => {
        joinTask({ ...here, id: 'R-11' }, () => {});
        span.end();
      });
    });
    const [part, consume] = sdk.read();
    assert.equal(part?.parent, consume?.id);
  });

  test('refuses what is no reference', () => {
    const given: unknown[] = [undefined, {}, { id: 'R-12' }, { id: '', type: 'report' }];
    for (const wrong of given) {
      assert.throws(() => joinTask(wrong as TaskRef, () => {}), {
        name: 'TypeError',
        message: /^taskmeter: joinTask\(/,
      });
    }
    assert.throws(() => joinTask(ref('R-12'), undefined as unknown as () => void), {
      message: /a function; got undefined$/,
    });
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { propagation, ROOT_CONTEXT, SpanKind, context, trace } from '@opentelemetry/api';
import { summaryOf } from '../../src/console/console.ts';
import { createTaskBook, type TaskBook } from '../../src/console/tasks.ts';
import { formatUsd } from '../../src/price/money.ts';
import { summaryJson } from '../../src/report/json.ts';
import { catchUp } from '../../src/task/backlog.ts';
import { reportOutcome } from '../../src/task/outcome.ts';
import { state } from '../../src/task/state.ts';
import { task } from '../../src/task/task.ts';
import { tool } from '../../src/task/tool.ts';
import { watch } from '../../src/task/watchers.ts';
import { call, request, startSdk, T0 } from '../span/sdk.ts';

const sdk = startSdk();
const ask = (change = {}): void => sdk.recorder.begin(request, T0).end(call(change));

let book: TaskBook;
beforeEach(() => {
  book = createTaskBook(3);
  watch({ ...book, reported: (late) => void book.reported(late) });
});
afterEach(() => {
  state.watchers.clear();
  sdk.read();
});

/** The sums in short: `type: tasks/success calls cost`. */
function told(): Record<string, string> {
  catchUp();
  const { tasks, unattributed, elsewhere } = book.sums();
  const lines = [...tasks.types, tasks.total].map((sum) => {
    const { success, calls, cost_exact: cost } = summaryJson(sum);
    return [sum.type, `${sum.tasks}/${success} ${calls} ${cost}`] as const;
  });
  return {
    ...Object.fromEntries(lines),
    ...(unattributed.calls > 0 ? { unattributed: `${unattributed.calls} ${unattributed.inputTokens}` } : {}),
    ...(elsewhere.calls > 0 ? { elsewhere: `${elsewhere.calls} ${elsewhere.inputTokens}` } : {}),
  };
}

suite('what the console adds up', () => {
  test('holds every task once, whether it is still among the newest or not', () => {
    for (let n = 0; n < 10; n += 1)
      task({ type: n % 2 === 0 ? 'even' : 'odd', defaultOutcome: 'success' }, () => ask());
    assert.deepEqual(told(), { even: '5/5 5 0.001', odd: '5/5 5 0.001', total: '10/10 10 0.002' });
  });

  test('counts a nested task in its type and once in the total', () => {
    task({ type: 'outer' }, () => {
      ask();
      task({ type: 'inner' }, () => ask());
    });
    assert.deepEqual(told(), { inner: '1/0 1 0.0002', outer: '1/0 2 0.0004', total: '1/0 2 0.0004' });
  });

  test('counts a task within a request as nested only where the request is a task itself', () => {
    const tracer = trace.getTracer('http');
    const serve = (handle: () => void): void => {
      tracer.startActiveSpan('GET', { kind: SpanKind.SERVER, startTime: T0 }, ROOT_CONTEXT, (span) => {
        handle();
        span.end(T0 + 10);
      });
    };
    serve(() => task({ type: 'inner' }, () => ask()));
    assert.deepEqual(told(), { inner: '1/0 1 0.0002', total: '1/0 1 0.0002' });
    serve(() => {
      ask();
      task({ type: 'inner' }, () => ask());
    });
    assert.deepEqual(told(), { GET: '1/0 2 0.0004', inner: '2/0 2 0.0004', total: '2/0 3 0.0006' });
  });

  test('counts priced tools of a task in it, and those of no task apart', () => {
    task({ type: 'ticket' }, () => {
      ask();
      tool({ name: 'search', usd: '0.01' }, () => {});
      tool({ name: 'clock' }, () => {});
    });
    tool({ name: 'search', usd: '0.02' }, () => {});
    const { tasks, unattributed } = book.sums();
    assert.deepEqual(
      [tasks.total, unattributed].map(({ calls, cost, pricedToolCalls, toolCost }) => [
        calls,
        pricedToolCalls,
        formatUsd(toolCost),
        formatUsd(cost),
      ]),
      [
        [1, 1, '0.01', '0.0102'],
        [0, 1, '0.02', '0.02'],
      ],
    );
    assert.match(summaryOf(book.sums(), [], new Map()) ?? '', /^1 priced tool call belongs to no task: \$0\.020000$/m);
  });

  test('takes the newest of what is said of a task: late calls and late outcomes count', () => {
    let late: ReturnType<typeof sdk.recorder.begin> | undefined;
    task({ type: 'ticket', id: 'T-1' }, () => {
      ask();
      late = sdk.recorder.begin(request, T0);
    });
    reportOutcome('T-1', 'success');
    state.open.clear();
    late?.end(call());
    assert.deepEqual(told(), { ticket: '1/1 2 0.0004', total: '1/1 2 0.0004' });
    reportOutcome('T-1', 'failure', { at: new Date(Date.now() + 1000) });
    reportOutcome('T-1', 'success', { at: new Date(Date.now() - 60_000) });
    assert.deepEqual(told(), { ticket: '1/0 2 0.0004', total: '1/0 2 0.0004' });
  });

  test('counts calls of no task, and calls of tasks that other processes run, apart', () => {
    ask();
    const upstream = propagation.createBaggage({
      'taskmeter.task.id': { value: 'T-9' },
      'taskmeter.task.type': { value: 'ticket' },
    });
    context.with(propagation.setBaggage(ROOT_CONTEXT, upstream), () => {
      ask();
      ask();
    });
    assert.deepEqual(told(), { total: '0/0 0 0', unattributed: '1 100', elsewhere: '2 200' });
  });

  test('counts the calls of a request that is open too long to be a task as calls of no task', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: T0 });
    const tracer = trace.getTracer('http');
    tracer.startActiveSpan('worker', { startTime: T0 }, ROOT_CONTEXT, (span) => {
      ask();
      span.end(T0 + 3_600_000);
    });
    assert.deepEqual(told(), { total: '0/0 0 0', unattributed: '1 100' });
  });
});

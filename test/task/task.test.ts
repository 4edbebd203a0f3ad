import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { outcome, reportOutcome, type ReportOptions } from '../../src/task/outcome.ts';
import { task } from '../../src/task/task.ts';
import { call, request, startSdk, T0, totalsOf } from '../span/sdk.ts';

const sdk = startSdk();

function oneCall(startedAt = T0): void {
  sdk.recorder.begin(request, startedAt).end(call({ startedAt }));
}

describe('task()', () => {
  it('writes the totals of its calls on its span', async () => {
    const value = await task({ type: 'ticket', id: 'T-1', attributes: { customer: 'c' } }, async (t) => {
      oneCall();
      await Promise.resolve();
      oneCall(T0 + 2000);
      t.outcome('success');
      return 42;
    });
    assert.equal(value, 42);
    const [first, second, own] = sdk.read();
    assert.equal(own?.name, 'task ticket');
    assert.equal(own.kind, 'INTERNAL');
    assert.equal(own.status, 'UNSET');
    assert.deepEqual([first?.parent, second?.parent, own.parent], [own.id, own.id, undefined]);
    assert.deepEqual(own.attributes, {
      customer: 'c',
      'taskmeter.task.id': 'T-1',
      'taskmeter.task.type': 'ticket',
      'taskmeter.task.outcome': 'success',
      'taskmeter.task.cost_usd': 0.0004,
      'taskmeter.task.cost_exact': '0.0004',
      'taskmeter.task.cost_micro_usd': 400,
      'taskmeter.task.cost_bucket': 'usd_lt_0.001',
      'taskmeter.task.price_status': 'priced',
      'taskmeter.task.unpriced_calls': 0,
      'taskmeter.task.calls': 2,
      'taskmeter.task.attempts': 2,
      'taskmeter.task.retries': 0,
      'taskmeter.task.retry_cost': 0,
      'taskmeter.task.unknown_attempts': 0,
      'taskmeter.task.models': ['m-1'],
      'taskmeter.task.input_tokens': 200,
      'taskmeter.task.output_tokens': 20,
      'taskmeter.task.tokens_complete': true,
      'taskmeter.task.llm_time_ms': 2000,
      'taskmeter.task.context_growth': 1,
      'taskmeter.rollup.source': 'process',
      'taskmeter.rollup.complete': true,
      'taskmeter.rollup.reason': 'end',
      'taskmeter.rollup.revision': 1,
      'taskmeter.rollup.instance': 'test-1',
    });
  });

  it('stamps every span within it, calls included', () => {
    task({ type: 'ticket', id: 'T-2' }, () => {
      trace.getTracer('app').startActiveSpan('step', (span) => {
        oneCall();
        span.end();
      });
    });
    const stamps = sdk
      .read()
      .map(({ name, attributes }) => [name, attributes['taskmeter.task.id'], attributes['taskmeter.task.type']]);
    assert.deepEqual(stamps, [
      ['chat m-1', 'T-2', 'ticket'],
      ['step', 'T-2', 'ticket'],
      ['task ticket', 'T-2', 'ticket'],
    ]);
  });

  it('gives back what a synchronous function returns, and rethrows the very error it throws', () => {
    const result = {};
    assert.equal(
      task({ type: 'ticket' }, () => result),
      result,
    );
    const failure = new RangeError('no');
    assert.throws(
      () =>
        task({ type: 'ticket' }, () => {
          throw failure;
        }),
      (error) => error === failure,
    );
    const [returned, threw] = sdk.read();
    assert.equal(returned?.attributes['taskmeter.task.outcome'], 'unknown');
    assert.equal(threw?.attributes['taskmeter.task.outcome'], 'error');
    assert.equal(threw.attributes['error.type'], 'RangeError');
    assert.equal(threw.status, 'ERROR');
    assert.deepEqual(threw.events, []);
  });

  it('has an id of its own for each run when none is given', () => {
    const ids = [1, 2].map(() => task({ type: 'ticket' }, (t) => t.id));
    assert.match(ids[0] ?? '', /^[0-9a-f-]{36}$/);
    assert.notEqual(ids[0], ids[1]);
    assert.deepEqual(
      sdk.read().map(({ attributes }) => attributes['taskmeter.task.id']),
      ids,
    );
  });

  it('tells its function what it has cost so far', () => {
    task({ type: 'ticket' }, (t) => {
      assert.equal(t.totals().cost, 0n);
      oneCall();
      assert.equal(t.totals().cost, 200_000_000_000_000n);
    });
    sdk.read();
  });

  it('counts a nested task towards itself and towards those around it', () => {
    task({ type: 'case', id: 'outer' }, () => {
      oneCall();
      task({ type: 'lookup', id: 'inner' }, () => oneCall(T0 + 5000));
    });
    const [, , inner, outer] = sdk.read();
    assert.deepEqual(
      [inner, outer].map((span) => [span?.name, span?.attributes['taskmeter.task.parent.id'], totalsOf(span)]),
      [
        ['task lookup', 'outer', { calls: 1, cost: '0.0002', reason: 'end', complete: true, revision: 1 }],
        ['task case', undefined, { calls: 2, cost: '0.0004', reason: 'end', complete: true, revision: 1 }],
      ],
    );
    assert.equal(inner?.parent, outer?.id);
  });

  it('carries its identity in baggage for other services, beside what is there', () => {
    const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
    const carrier = context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () =>
      task({ type: 'ticket', id: 'T/3 ü' }, () => {
        const headers: Record<string, string> = {};
        propagation.inject(context.active(), headers);
        return headers;
      }),
    );
    assert.deepEqual(carrier['baggage']?.split(','), [
      'tenant=acme',
      'taskmeter.task.id=T%2F3%20%C3%BC',
      'taskmeter.task.type=ticket',
    ]);
    sdk.read();
  });

  it('keeps its identity from the provider that a call goes to, and leaves other baggage alone', () => {
    const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
    const inCall = (): string | undefined => {
      const headers: Record<string, string> = {};
      const open = sdk.recorder.begin(request, T0);
      open.run(() => propagation.inject(context.active(), headers));
      open.end(call());
      return headers['baggage'];
    };
    assert.equal(task({ type: 'ticket' }, inCall), undefined);
    assert.equal(
      context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () => task({ type: 'ticket' }, inCall)),
      'tenant=acme',
    );
    sdk.read();
  });
});

describe('the outcome of a task', () => {
  const abort = new DOMException('stop', 'AbortError');
  const timeout = new DOMException('late', 'TimeoutError');
  class APIUserAbortError extends Error {}
  class APIConnectionTimeoutError extends Error {}
  const cases: readonly (readonly [string, unknown, string, string])[] = [
    ['an AbortError', abort, 'cancellation', 'AbortError'],
    ['a TimeoutError', timeout, 'timeout', 'TimeoutError'],
    ['an abort error that has only its class for a name', new APIUserAbortError(), 'cancellation', 'APIUserAbortError'],
    [
      'a timeout error that has only its class for a name',
      new APIConnectionTimeoutError(),
      'timeout',
      'APIConnectionTimeoutError',
    ],
    ['any other error', new TypeError('x'), 'error', 'TypeError'],
    ['something that is no error', 'text with content', 'error', '_OTHER'],
  ];
  for (const [what, thrown, want, type] of cases) {
    it(`is ${want} after ${what}`, async () => {
      await assert.rejects(
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- anything can be thrown
        task({ type: 'ticket' }, () => Promise.reject(thrown)),
        (error) => error === thrown,
      );
      const [own] = sdk.read();
      assert.deepEqual([own?.attributes['taskmeter.task.outcome'], own?.attributes['error.type']], [want, type]);
    });
  }

  it('is what the type says a return means, unless the function says otherwise', () => {
    task({ type: 'ticket', defaultOutcome: 'success' }, () => {});
    task({ type: 'ticket', defaultOutcome: 'success' }, (t) => {
      t.outcome('failure');
      t.outcome('escalation');
    });
    assert.deepEqual(
      sdk.read().map(({ attributes }) => attributes['taskmeter.task.outcome']),
      ['success', 'escalation'],
    );
  });

  it('can be said without the task at hand, by outcome() for the innermost', () => {
    task({ type: 'case' }, () => {
      task({ type: 'lookup' }, () => outcome('failure'));
      outcome('success');
    });
    assert.deepEqual(
      sdk.read().map(({ name, attributes }) => [name, attributes['taskmeter.task.outcome']]),
      [
        ['task lookup', 'failure'],
        ['task case', 'success'],
      ],
    );
    outcome('success');
    assert.deepEqual(sdk.read(), []);
  });

  it('wins over an error when it was said', () => {
    assert.throws(() =>
      task({ type: 'ticket' }, (t) => {
        t.outcome('escalation');
        throw new Error('after all');
      }),
    );
    const [own] = sdk.read();
    assert.deepEqual([own?.attributes['taskmeter.task.outcome'], own?.status], ['escalation', 'ERROR']);
  });

  it('can be reported later: a span with the id, linked to the task where that is known', () => {
    const said = task({ type: 'ticket', id: 'T-9' }, (t) => t);
    const [own] = sdk.read();
    reportOutcome('T-9', 'success', { at: new Date(T0) });
    reportOutcome('elsewhere', 'failure', { type: 'lead' });
    said.outcome('failure');
    const [late, unknown, after] = sdk.read();
    assert.deepEqual([late?.name, late?.kind, late?.startMs, late?.endMs], ['task.outcome', 'INTERNAL', T0, T0]);
    assert.deepEqual(late?.attributes, {
      'taskmeter.task.id': 'T-9',
      'taskmeter.task.type': 'ticket',
      'taskmeter.task.outcome': 'success',
    });
    assert.deepEqual(late.links, [own?.id]);
    assert.deepEqual(
      [unknown?.attributes, unknown?.links],
      [{ 'taskmeter.task.id': 'elsewhere', 'taskmeter.task.type': 'lead', 'taskmeter.task.outcome': 'failure' }, []],
    );
    assert.equal(after?.attributes['taskmeter.task.outcome'], 'failure');
  });

  it('needs no span of its own when it is reported while the task runs', () => {
    task({ type: 'ticket', id: 'T-10' }, () => reportOutcome('T-10', 'success'));
    assert.deepEqual(
      sdk.read().map(({ name, attributes }) => [name, attributes['taskmeter.task.outcome']]),
      [['task ticket', 'success']],
    );
  });
});

describe('a call that outlives the function', () => {
  it('is in the totals: the span waits for it and keeps the end of the function', async () => {
    const open = task({ type: 'ticket' }, () => sdk.recorder.begin(request, Date.now()));
    const settledAt = Date.now();
    assert.deepEqual(sdk.read(), []);
    await new Promise((resolve) => setTimeout(resolve, 30));
    open.end(call({ startedAt: Date.now(), endedAt: Date.now() + 1 }));
    const [, own] = sdk.read();
    assert.deepEqual(totalsOf(own), { calls: 1, cost: '0.0002', reason: 'end', complete: true, revision: 1 });
    assert.ok((own?.endMs ?? Infinity) < settledAt + 20);
  });

  it('holds the span for 30 seconds at most; what it costs then comes in a further revision', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const open = task({ type: 'ticket', id: 'T-30' }, (t) => {
        t.outcome('success');
        return sdk.recorder.begin(request, T0);
      });
      mock.timers.tick(29_999);
      assert.deepEqual(sdk.read(), []);
      mock.timers.tick(1);
      const [own] = sdk.read();
      assert.deepEqual(totalsOf(own), { calls: 0, cost: '0', reason: 'open_calls', complete: false, revision: 1 });
      open.end(call());
      const [, rollup] = sdk.read();
      assert.deepEqual([rollup?.name, rollup?.kind, rollup?.parent], ['task.rollup', 'INTERNAL', own?.id]);
      assert.deepEqual(totalsOf(rollup), { calls: 1, cost: '0.0002', reason: 'late', complete: true, revision: 2 });
      assert.deepEqual(
        ['id', 'type', 'outcome'].map((key) => rollup?.attributes[`taskmeter.task.${key}`]),
        ['T-30', 'ticket', 'success'],
      );
    } finally {
      mock.timers.reset();
    }
  });

  it('is in the totals when it ends just before those 30 seconds do', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const open = task({ type: 'ticket' }, () => sdk.recorder.begin(request, T0));
      mock.timers.tick(29_999);
      open.end(call());
      mock.timers.tick(1);
      const [, own, ...more] = sdk.read();
      assert.deepEqual(totalsOf(own), { calls: 1, cost: '0.0002', reason: 'end', complete: true, revision: 1 });
      assert.deepEqual(more, []);
    } finally {
      mock.timers.reset();
    }
  });

  it('holds the tasks around it too', () => {
    const open = task({ type: 'case' }, () => task({ type: 'lookup' }, () => sdk.recorder.begin(request, T0)));
    assert.deepEqual(sdk.read(), []);
    open.end(call());
    assert.deepEqual(
      sdk.read().map(({ name }) => name),
      ['chat m-1', 'task lookup', 'task case'],
    );
  });
});

describe('what task() is given', () => {
  const noop = (): void => {};
  const bad: readonly (readonly [unknown, unknown, RegExp])[] = [
    [undefined, noop, /task\(options, fn\): expected an object like \{type: 'support\.ticket'\}; got undefined/],
    [{}, noop, /task\(\{type\}\): expected a non-empty string of at most 100 characters; got undefined/],
    [{ type: ' ' }, noop, /task\(\{type\}\): expected .*; got " "/],
    [{ type: 'x'.repeat(101) }, noop, /task\(\{type\}\): expected .*; got "x{40}…"/],
    [{ type: 'a', id: 7 }, noop, /task\(\{id\}\): expected a non-empty string of at most 128 characters; got number/],
    [
      { type: 'a', defaultOutcome: 'ok' },
      noop,
      /task\(\{defaultOutcome\}\): expected one of success, failure, .*; got "ok"/,
    ],
    [{ type: 'a' }, undefined, /task\(options, fn\): expected a function; got undefined/],
  ];
  for (const [options, fn, message] of bad) {
    it(`is refused with ${message.source.slice(0, 50)}`, () => {
      assert.throws(() => Reflect.apply(task, undefined, [options, fn]), { name: 'TypeError', message });
      assert.deepEqual(sdk.read(), []);
    });
  }

  it('may be wrong in an outcome too', () => {
    const wrong = 'won' as 'success';
    task({ type: 'ticket' }, (t) => {
      assert.throws(() => t.outcome(wrong), /t\.outcome\(name\): expected one of success.*; got "won"/);
    });
    assert.throws(() => outcome(wrong), /outcome\(name\): expected one of success.*; got "won"/);
    assert.throws(() => reportOutcome('', 'success'), /reportOutcome\(taskId\): expected a non-empty string/);
    assert.throws(() => reportOutcome('x', wrong), /reportOutcome\(taskId, outcome\): expected one of/);
    assert.throws(() => reportOutcome('x', 'success', { at: new Date(Number.NaN) }), /\{at\}\): expected a valid Date/);
    assert.throws(
      () => reportOutcome('x', 'success', null as unknown as ReportOptions),
      /reportOutcome\(…, options\): expected an object like \{at: new Date\(\)\}; got null/,
    );
    sdk.read();
  });
});

import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { context, diag, DiagLogLevel, trace } from '@opentelemetry/api';
import { outcome } from '../../src/task/outcome.ts';
import { state } from '../../src/task/state.ts';
import { task } from '../../src/task/task.ts';
import { tool } from '../../src/task/tool.ts';
import { call, request, startSdk, T0, totalsOf } from '../span/sdk.ts';

const sdk = startSdk();

function oneCall(startedAt = T0): void {
  sdk.recorder.begin(request, startedAt).end(call({ startedAt }));
}

/** Price and cost as they stand on a span. */
function priceOn(attributes: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes ?? {}).filter(([key]) => /^taskmeter\.(?:cost|price)\./.test(key)),
  );
}

/** Runs with the rows of a price file. */
function withRows(rows: Readonly<Record<string, bigint>>, fn: () => void): void {
  state.toolPrice = (name) => {
    const total = rows[name];
    return total === undefined ? undefined : { status: 'priced', total, priceId: `tool/${name}`, catalogue: 'c+o' };
  };
  try {
    fn();
  } finally {
    state.toolPrice = undefined;
  }
}

const MILLI = 10n ** 15n;

describe('tool()', () => {
  it('makes a span of the call by the conventions, and counts its own cost towards the task', () => {
    const value = task({ type: 'ticket', id: 'T-1' }, () => {
      oneCall();
      return tool({ name: 'web_lookup', usd: '0.01', callId: 'call_1', attributes: { region: 'eu' } }, () => 42);
    });
    assert.equal(value, 42);
    const [, lookup, own] = sdk.read();
    assert.deepEqual(
      [lookup?.name, lookup?.kind, lookup?.status, lookup?.parent],
      ['execute_tool web_lookup', 'INTERNAL', 'UNSET', own?.id],
    );
    assert.deepEqual(lookup?.attributes, {
      region: 'eu',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'web_lookup',
      'gen_ai.tool.call.id': 'call_1',
      'taskmeter.task.id': 'T-1',
      'taskmeter.task.type': 'ticket',
      'taskmeter.price.status': 'reported',
      'taskmeter.cost.usd': 0.01,
      'taskmeter.cost.exact': '0.01',
    });
    const { attributes = {} } = own ?? {};
    assert.deepEqual(totalsOf(own), { calls: 1, cost: '0.0102', reason: 'end', complete: true, revision: 1 });
    assert.equal(attributes['taskmeter.task.tool_cost_usd'], 0.01);
    assert.equal(attributes['taskmeter.task.tool_cost_exact'], '0.01');
    assert.equal(attributes['taskmeter.task.priced_tool_calls'], 1);
    assert.equal(attributes['taskmeter.task.tool_calls'], undefined, 'that is what models asked for');
  });

  it('takes the cost that only its response tells, also as a number of JSON', async () => {
    await task({ type: 'ticket' }, async () => {
      await tool({ name: 'search', usd: '9' }, async (t) => {
        await Promise.resolve();
        t.cost('1');
        t.cost(2.5e-8);
      });
    });
    const [search, own] = sdk.read();
    assert.equal(search?.attributes['taskmeter.cost.exact'], '0.000000025');
    assert.equal(own?.attributes['taskmeter.task.cost_exact'], '0.000000025');
  });

  it('is priced by its name where a price file has a row, unless it says its own cost', () => {
    withRows({ search: 5n * MILLI }, () => {
      task({ type: 'ticket' }, () => {
        tool({ name: 'search' }, () => {});
        tool({ name: 'search' }, (t) => t.cost('0'));
        tool({ name: 'Search' }, () => {});
      });
    });
    const [byRow, own, other, whole] = sdk.read();
    assert.deepEqual(priceOn(byRow?.attributes), {
      'taskmeter.price.status': 'priced',
      'taskmeter.price.id': 'tool/search',
      'taskmeter.price.catalogue': 'c+o',
      'taskmeter.cost.usd': 0.005,
      'taskmeter.cost.exact': '0.005',
    });
    assert.deepEqual(priceOn(own?.attributes), {
      'taskmeter.price.status': 'reported',
      'taskmeter.cost.usd': 0,
      'taskmeter.cost.exact': '0',
    });
    assert.deepEqual(priceOn(other?.attributes), {}, 'most tools cost nothing');
    assert.equal(whole?.attributes['taskmeter.task.cost_exact'], '0.005');
    assert.equal(whole.attributes['taskmeter.task.priced_tool_calls'], 2);
  });

  it('leaves a task without priced tools as it is', () => {
    task({ type: 'ticket' }, () => tool({ name: 'clock' }, () => {}));
    const [, own] = sdk.read();
    assert.equal(own?.attributes['taskmeter.task.cost_exact'], '0');
    assert.deepEqual(
      Object.keys(own.attributes).filter((key) => key.includes('tool')),
      [],
    );
  });

  it('rethrows the very error, on a span that says its class; what it costs it costs all the same', async () => {
    const failure = new RangeError('secret');
    assert.throws(
      () =>
        tool({ name: 'search', usd: '0.01' }, () => {
          throw failure;
        }),
      (error) => error === failure,
    );
    await assert.rejects(
      tool({ name: 'search', usd: '0.01' }, (t) => {
        t.cost('0');
        return Promise.reject(failure);
      }),
      (error) => error === failure,
    );
    const spans = sdk.read();
    assert.deepEqual(
      spans.map(({ status, attributes }) => [status, attributes['error.type'], attributes['taskmeter.cost.exact']]),
      [
        ['ERROR', 'RangeError', '0.01'],
        ['ERROR', 'RangeError', '0'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(spans), /secret/);
  });

  it('has model calls and other tools below it, and each counts once', () => {
    task({ type: 'ticket' }, () => {
      tool({ name: 'research', usd: '0.10' }, () => {
        oneCall();
        tool({ name: 'search', usd: '0.01' }, () => {});
      });
    });
    const [chat, search, research, own] = sdk.read();
    assert.deepEqual([chat?.parent, search?.parent, research?.parent], [research?.id, research?.id, own?.id]);
    assert.deepEqual(totalsOf(own), { calls: 1, cost: '0.1102', reason: 'end', complete: true, revision: 1 });
    assert.equal(own?.attributes['taskmeter.task.tool_cost_exact'], '0.11');
  });

  it('counts towards the innermost task and those around it', () => {
    task({ type: 'case' }, () => {
      tool({ name: 'search', usd: '0.01' }, () => {});
      task({ type: 'lookup' }, () => tool({ name: 'search', usd: '0.02' }, () => {}));
    });
    const [, , inner, outer] = sdk.read();
    assert.deepEqual(
      [inner, outer].map((span) => span?.attributes['taskmeter.task.cost_exact']),
      ['0.02', '0.03'],
    );
  });

  it('belongs to the request around it where that is a task, and makes none of one without model calls', () => {
    const tracer = trace.getTracer('app');
    for (const hasCall of [true, false]) {
      tracer.startActiveSpan('job', (span) => {
        if (hasCall) oneCall(Date.now());
        tool({ name: 'search', usd: '0.01' }, () => {});
        span.end();
      });
    }
    const jobs = sdk.read().filter(({ name }) => name === 'job');
    assert.deepEqual(
      jobs.map(({ attributes }) => attributes['taskmeter.task.cost_exact']),
      ['0.0102', undefined],
    );
  });

  it('is a task itself where nothing is around it and it calls a model', () => {
    tool({ name: 'agent', usd: '0.01' }, () => oneCall(Date.now()));
    const [, agent] = sdk.read();
    assert.equal(agent?.attributes['taskmeter.task.type'], 'execute_tool agent');
    assert.equal(agent.attributes['taskmeter.task.cost_exact'], '0.0102');
    assert.equal(agent.attributes['taskmeter.cost.exact'], '0.01');
  });

  it('makes its task wait for it when the task has settled before', async () => {
    let finish = (): void => {};
    task({ type: 'ticket' }, () => {
      void tool({ name: 'search', usd: '0.01' }, () => new Promise<void>((resolve) => (finish = resolve)));
    });
    assert.deepEqual(sdk.read(), []);
    finish();
    await new Promise(setImmediate);
    const own = sdk.read().find(({ name }) => name === 'task ticket');
    assert.deepEqual(totalsOf(own), { calls: 0, cost: '0.01', reason: 'end', complete: true, revision: 1 });
  });

  it('gives a late statement of its task when that has been sealed', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let finish = (): void => {};
    task({ type: 'ticket' }, () => {
      void tool({ name: 'search', usd: '0.01' }, () => new Promise<void>((resolve) => (finish = resolve)));
    });
    t.mock.timers.tick(30_000);
    finish();
    await new Promise(setImmediate);
    assert.deepEqual(
      sdk
        .read()
        .filter(({ attributes }) => attributes['taskmeter.task.calls'] !== undefined)
        .map((span) => [span.name, totalsOf(span)]),
      [
        ['task ticket', { calls: 0, cost: '0', reason: 'open_calls', complete: false, revision: 1 }],
        ['task.rollup', { calls: 0, cost: '0.01', reason: 'late', complete: true, revision: 2 }],
      ],
    );
  });

  it('gives back a lazy request as it is, and ends when it settles', async () => {
    let sent = 0;
    const lazy = {
      // oxlint-disable-next-line unicorn/no-thenable -- as query builders are
      then(resolve: (value: string) => void) {
        sent += 1;
        resolve('answer');
      },
    };
    const given = tool({ name: 'search', usd: '0.01' }, () => lazy);
    assert.equal(given, lazy);
    assert.deepEqual([sent, sdk.read()], [0, []]);
    assert.equal(await given, 'answer');
    assert.deepEqual([sent, sdk.read().length], [1, 1]);
  });

  it('ends with the process when it has not settled, with what is known by then', async () => {
    void tool({ name: 'search', usd: '0.01' }, () => new Promise(() => {}));
    await sdk.processor.shutdown();
    assert.deepEqual(
      sdk.read().map(({ name, attributes }) => [name, attributes['taskmeter.cost.exact']]),
      [['execute_tool search', '0.01']],
    );
    assert.equal(state.openTools.size, 0);
  });

  it('is the active span of what runs within, where outcome() still finds the task', () => {
    task({ type: 'ticket' }, () => {
      tool({ name: 'close_ticket' }, () => {
        assert.equal(trace.getSpan(context.active())?.isRecording(), true);
        outcome('success');
      });
    });
    const [, own] = sdk.read();
    assert.equal(own?.attributes['taskmeter.task.outcome'], 'success');
  });

  it('does not stop for a cost that is none: it warns once, and the total of the task is a lower bound', () => {
    const warnings = mock.fn<(message: string) => void>();
    diag.setLogger({ ...quiet, warn: warnings }, DiagLogLevel.WARN);
    try {
      task({ type: 'ticket' }, () => {
        oneCall();
        for (const nonsense of ['$0.01', '-1', NaN, undefined as unknown as string]) {
          tool({ name: 'search', usd: '9' }, (t) => t.cost(nonsense));
        }
      });
    } finally {
      diag.disable();
    }
    const spans = sdk.read();
    const own = spans.at(-1);
    for (const { attributes } of spans.slice(1, 4)) {
      assert.deepEqual(priceOn(attributes), { 'taskmeter.price.status': 'invalid_usage' });
    }
    assert.equal(own?.attributes['taskmeter.task.cost_exact'], '0.0002');
    assert.equal(own.attributes['taskmeter.task.unpriced_calls'], 4);
    assert.equal(own.attributes['taskmeter.task.price_status'], 'partial');
    assert.deepEqual(
      warnings.mock.calls.map(({ arguments: [message] }) => message),
      ['taskmeter: the tool search said a cost that is none; expected USD like "0.01" or 0.01'],
    );
  });

  it('warns of a cost that comes when it has ended', () => {
    const warnings = mock.fn<(message: string) => void>();
    diag.setLogger({ ...quiet, warn: warnings }, DiagLogLevel.WARN);
    try {
      tool({ name: 'late' }, (t) => t).cost('1');
    } finally {
      diag.disable();
    }
    assert.deepEqual(
      warnings.mock.calls.map(({ arguments: [message] }) => message),
      ['taskmeter: cost() of the tool late was called after it had ended'],
    );
    sdk.read();
  });

  it('says what is wrong with its arguments before anything runs', () => {
    const never = (): never => assert.fail('it ran');
    const wrong: readonly (readonly [unknown, unknown, RegExp])[] = [
      [
        undefined,
        never,
        /^taskmeter: tool\(options, fn\): expected an object like \{name: 'web_lookup'\}; got undefined$/,
      ],
      [
        { name: '' },
        never,
        /^taskmeter: tool\(\{name\}\): expected a non-empty string of at most 128 characters; got ""$/,
      ],
      [
        { name: 'x', usd: '1 cent' },
        never,
        /^taskmeter: tool\(\{usd\}\): expected a cost in USD of 0 or more, like "0.01"; got "1 cent"$/,
      ],
      [{ name: 'x', usd: -1 }, never, /^taskmeter: tool\(\{usd\}\): .*; got number$/],
      [{ name: 'x', callId: 7 }, never, /^taskmeter: tool\(\{callId\}\): expected a string; got number$/],
      [{ name: 'x' }, 'fn', /^taskmeter: tool\(options, fn\): expected a function; got "fn"$/],
    ];
    for (const [options, fn, message] of wrong) {
      assert.throws(() => tool(options as { name: string }, fn as () => void), { name: 'TypeError', message });
    }
    assert.deepEqual(sdk.read(), []);
  });
});

const quiet = { error() {}, warn() {}, info() {}, debug() {}, verbose() {} };

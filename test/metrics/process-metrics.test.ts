import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DataPointType } from '@opentelemetry/sdk-metrics';
import { summary } from '../../src/metrics/counters.ts';
import { catchUp } from '../../src/task/backlog.ts';
import { task } from '../../src/task/task.ts';
import { call, request, startSdk, T0 } from '../span/sdk.ts';
import { startMeters } from './collected.ts';

const { recorder } = startSdk();

function makeCall(change: Parameters<typeof call>[0] = {}): void {
  recorder.begin(request, T0).end(call({ startedAt: T0, endedAt: T0 + 250, ...change }));
}

const labels = { task_type: '', provider: 'openai', model: 'm-1' };

// One process, one set of counts: each test adds to those before it.
suite('the counts of a process', () => {
  test('are there for a meter provider that is registered after the first call', async () => {
    makeCall();
    catchUp();
    const meters = startMeters();
    makeCall();
    const {
      'gen_ai.client.operation.duration': duration,
      'gen_ai.client.token.usage': usage,
      'taskmeter.process.catalogue.age': age,
      ...counted
    } = await meters.read();
    assert.equal(age?.length, 1);
    assert.deepEqual(counted, {
      'taskmeter.process.calls': [{ labels, value: 2 }],
      'taskmeter.process.attempts': [{ labels, value: 2 }],
      'taskmeter.process.cost': [{ labels, value: 0.0004 }],
      'taskmeter.process.cost.pico_usd': [{ labels, value: 400_000_000 }],
      'taskmeter.process.tokens': [
        { labels: { ...labels, token_type: 'input' }, value: 200 },
        { labels: { ...labels, token_type: 'output' }, value: 20 },
        { labels: { ...labels, token_type: 'cache_read' }, value: 0 },
        { labels: { ...labels, token_type: 'cache_write' }, value: 0 },
        { labels: { ...labels, token_type: 'reasoning' }, value: 0 },
      ],
      'taskmeter.process.unattributed.calls': [{ labels: { provider: 'openai', model: 'm-1' }, value: 2 }],
    });
    const about = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'm-1',
      'gen_ai.response.model': 'm-1',
    };
    assert.deepEqual(duration, [{ labels: about, value: { count: 1, sum: 0.25 } }]);
    assert.deepEqual(usage, [
      { labels: { ...about, 'gen_ai.token.type': 'input' }, value: { count: 1, sum: 100 } },
      { labels: { ...about, 'gen_ai.token.type': 'output' }, value: { count: 1, sum: 10 } },
    ]);
  });

  test('tell tasks by type and outcome, and calls by the named task they are in', async () => {
    const meters = startMeters();
    task({ type: 'support.ticket', defaultOutcome: 'success' }, () => makeCall());
    const read = await meters.read();
    assert.deepEqual(read['taskmeter.process.tasks'], [
      { labels: { task_type: 'support.ticket', outcome: 'success' }, value: 1 },
    ]);
    assert.deepEqual(read['taskmeter.process.calls']?.[1], {
      labels: { ...labels, task_type: 'support.ticket' },
      value: 1,
    });
    assert.deepEqual(read['taskmeter.process.unattributed.calls']?.length, 1);
  });

  test('tell a call that failed, its attempts, and that it has no price', async () => {
    const meters = startMeters();
    makeCall({
      response: {},
      ending: 'error',
      error: { type: 'APIConnectionTimeoutError' },
      attempts: [
        { startedAt: T0, endedAt: T0 + 1, status: 500 },
        { startedAt: T0 + 2, endedAt: T0 + 3, errorType: 'AbortError' },
      ],
    });
    const read = await meters.read();
    assert.deepEqual(read['taskmeter.process.unpriced.calls'], [
      { labels: { ...labels, price_status: 'unknown_usage' }, value: 1 },
    ]);
    assert.deepEqual(read['taskmeter.process.attempts']?.[0], { labels, value: 4 });
    assert.equal(read['gen_ai.client.operation.duration']?.at(-1)?.labels['error.type'], 'APIConnectionTimeoutError');
  });

  test('have the boundaries that the conventions advise', async () => {
    const meters = startMeters();
    makeCall({ firstChunkAt: T0 + 100 });
    const bounds = (await meters.data()).flatMap((metric) => {
      const boundaries =
        metric.dataPointType === DataPointType.HISTOGRAM && metric.dataPoints[0]?.value.buckets.boundaries;
      return boundaries ? [[metric.descriptor.name, boundaries.length, boundaries.at(-1)]] : [];
    });
    assert.deepEqual(bounds, [
      ['gen_ai.client.operation.duration', 14, 81.92],
      ['gen_ai.client.operation.time_to_first_chunk', 14, 81.92],
      ['gen_ai.client.token.usage', 14, 67108864],
    ]);
  });

  test('are told by one meter provider, the last that was registered', async () => {
    const first = startMeters();
    makeCall();
    const second = startMeters();
    makeCall();
    const told = async (meters: typeof first): Promise<number | undefined> =>
      (await meters.read())['taskmeter.process.calls']?.length;
    assert.deepEqual([await told(first), await told(second)], [undefined, 2]);
  });

  test('sum to a summary that is exact', () => {
    for (let i = 0; i < 999; i++) makeCall();
    const { calls, costUsd, tokens, tasks, unpricedCalls, unattributedCalls } = summary();
    assert.deepEqual(
      { calls, costUsd, input: tokens.input, tasks, unpricedCalls, unattributedCalls },
      { calls: 1006, costUsd: '0.201', input: 100500, tasks: 1, unpricedCalls: 1, unattributedCalls: 1005 },
    );
  });

  test('throw together what has too many names, and lose none of it', () => {
    const before = summary();
    for (let i = 0; i < 500; i++) makeCall({ request: { ...request, model: `m-${i}` }, response: {} });
    assert.equal(summary().calls, before.calls + 500);
  });
});

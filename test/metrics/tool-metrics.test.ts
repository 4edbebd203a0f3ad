import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { counts, summary } from '../../src/metrics/counters.ts';
import { countGivenUp } from '../../src/metrics/delivery.ts';
import { findMeter } from '../../src/metrics/meter.ts';
import { CATALOGUE_DATE } from '../../src/price/catalogue-date.gen.ts';
import { priceOf } from '../../src/price/cost.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { createRecorder } from '../../src/span/recorder.ts';
import { lateTracer } from '../../src/span/tracer.ts';
import { task } from '../../src/task/task.ts';
import { tool } from '../../src/task/tool.ts';
import { call, request, startSdk, T0 } from '../span/sdk.ts';
import { startMeters } from './collected.ts';

const { recorder } = startSdk();

// One process, one set of counts: each test adds to those before it.
suite('the counts of a process', () => {
  test('say nothing of prices where nothing was priced', async () => {
    const meters = startMeters();
    tool({ name: 'clock' }, () => {});
    assert.deepEqual(await meters.read(), {});
  });

  test('have the money of tools by their name, beside that of calls by their model', async () => {
    const meters = startMeters();
    task({ type: 'ticket' }, () => {
      recorder.begin(request, T0).end(call());
      tool({ name: 'search', usd: '0.01' }, () => {});
      tool({ name: 'search', usd: '0.02' }, () => {});
      tool({ name: 'search' }, (t) => t.cost('nothing'));
    });
    tool({ name: 'sms', usd: '0.0075' }, () => {});
    const ofCall = { task_type: 'ticket', provider: 'openai', model: 'm-1' };
    const read = await meters.read();
    assert.deepEqual(read['taskmeter.process.cost'], [
      { labels: ofCall, value: 0.0002 },
      { labels: { task_type: 'ticket', tool: 'search' }, value: 0.03 },
      { labels: { task_type: '', tool: 'sms' }, value: 0.0075 },
    ]);
    assert.deepEqual(read['taskmeter.process.cost.pico_usd'], [
      { labels: ofCall, value: 200_000_000 },
      { labels: { task_type: 'ticket', tool: 'search' }, value: 30_000_000_000 },
      { labels: { task_type: '', tool: 'sms' }, value: 7_500_000_000 },
    ]);
    assert.deepEqual(read['taskmeter.process.tool.calls'], [
      { labels: { task_type: 'ticket', tool: 'search' }, value: 2 },
      { labels: { task_type: '', tool: 'sms' }, value: 1 },
    ]);
    assert.deepEqual(read['taskmeter.process.unpriced.calls'], [
      { labels: { task_type: 'ticket', tool: 'search', price_status: 'invalid_usage' }, value: 1 },
    ]);
    const { calls, costUsd, unpricedCalls } = summary();
    assert.deepEqual({ calls, costUsd, unpricedCalls }, { calls: 1, costUsd: '0.0377', unpricedCalls: 1 });
  });

  test('tell the calls whose price rests on an assumption', async () => {
    const meters = startMeters();
    const catalogue = embeddedCatalogue();
    const priced = createRecorder({ tracer: lateTracer, price: (query) => priceOf(catalogue, query) });
    const anthropic = { operation: 'chat', provider: 'anthropic', model: 'claude-sonnet-4-5' } as const;
    const usage = { inputTokens: 100, outputTokens: 10, cacheWriteTokens: 50 };
    for (const known of [{}, { cacheWrite5mTokens: 50 }]) {
      priced.begin(anthropic, T0).end(call({ request: anthropic, response: { usage: { ...usage, ...known } } }));
    }
    assert.deepEqual((await meters.read())['taskmeter.process.assumed.calls'], [
      {
        labels: { task_type: '', provider: 'anthropic', model: 'claude-sonnet-4-5', assumption: 'cache_write_5m' },
        value: 1,
      },
    ]);
  });

  test('tell how old the prices are', async (t) => {
    const meters = startMeters();
    findMeter();
    t.mock.timers.enable({ apis: ['Date'], now: Date.parse(CATALOGUE_DATE) + 86_400_900 });
    assert.deepEqual((await meters.read())['taskmeter.process.catalogue.age'], [{ labels: {}, value: 86_400 }]);
  });

  test('tell the tools whose spans were given up, apart from the calls', async () => {
    const meters = startMeters();
    const attributes = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'search',
      'taskmeter.price.status': 'reported',
      'taskmeter.cost.exact': '0.01',
    };
    const free = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'clock' };
    findMeter();
    countGivenUp(counts, 'process_end', [{ attributes }, { attributes: free }]);
    const read = await meters.read();
    assert.deepEqual(read['taskmeter.process.lost.calls'], [{ labels: { tool: 'search' }, value: 1 }]);
    assert.deepEqual(read['taskmeter.process.lost.cost.pico_usd'], [
      { labels: { tool: 'search' }, value: 10_000_000_000 },
    ]);
    const { lostCalls, lostCostUsd } = summary();
    assert.deepEqual({ lostCalls, lostCostUsd }, { lostCalls: 0, lostCostUsd: '0.01' });
  });

  test('throw together what has too many names, and lose none of it', async () => {
    const meters = startMeters();
    for (let n = 0; n < 500; n += 1) tool({ name: `tool-${n}`, usd: '0.001' }, () => {});
    const series = (await meters.read())['taskmeter.process.tool.calls'] ?? [];
    assert.equal(
      series.reduce((sum, { value }) => sum + Number(value), 0),
      503,
    );
    assert.deepEqual(series.at(-1)?.labels, { task_type: 'other', tool: 'other' });
  });
});

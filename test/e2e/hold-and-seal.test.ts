import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { startCollector } from '../../scripts/stack/collector.ts';
import type { Collector } from '../../scripts/stack/collector.ts';
import { startJaeger } from '../../scripts/stack/jaeger.ts';
import type { Jaeger } from '../../scripts/stack/jaeger.ts';
import { eventually } from '../support/eventually.ts';
import { searchJaeger, spansInJaeger } from '../support/jaeger-query.ts';
import { sendSpans } from '../support/otlp.ts';
import type { SentSpan } from '../support/otlp.ts';
import { scrape } from '../support/prometheus-text.ts';

const service = 'python-agent';
const [internal, client] = [1, 3];
const traceId = '5b8efff798038103d269b633813fc60c';
const startMs = Date.now() - 5000;
const task = { 'taskmeter.task.id': 'ticket-1', 'taskmeter.task.type': 'support.ticket' };

const taskSpan: SentSpan = {
  traceId,
  spanId: 'eee19b7ec3c1b174',
  name: 'task support.ticket',
  kind: internal,
  startMs,
  endMs: startMs + 4000,
  attributes: { ...task, 'taskmeter.task.outcome': 'success' },
};

/** 1,200 tokens in, 1,000 of them from the cache, 300 out. */
const call: SentSpan = {
  traceId,
  spanId: 'eee19b7ec3c1b175',
  parentSpanId: taskSpan.spanId,
  name: 'chat gpt-4.1-mini',
  kind: client,
  startMs: startMs + 500,
  endMs: startMs + 1500,
  attributes: {
    ...task,
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4.1-mini',
    'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
    'gen_ai.usage.input_tokens': 1200,
    'gen_ai.usage.cache_read.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 300,
  },
};

/** At 0.40, 0.10 and 1.60 USD a million tokens: 200 × 0.40 + 1,000 × 0.10 + 300 × 1.60 = 660 millionths. */
const cost = '0.00066';

suite('a service that sends plain GenAI spans gets its tasks priced and totalled by the collector', () => {
  let jaeger: Jaeger;
  let collector: Collector;

  before(async () => {
    jaeger = await startJaeger();
    collector = await startCollector({ jaegerOtlp: jaeger.otlpGrpc, quietPeriod: '2s' });
  });
  after(async () => {
    await collector?.stop();
    await jaeger?.stop();
  });

  test('a call passes at once, with its cost, while the task span is held', async () => {
    await sendSpans(collector.otlpUrl, service, [call, taskSpan]);
    const [first, ...others] = await eventually('the first span in Jaeger', async () => {
      const spans = await spansInJaeger(jaeger.url, service);
      return spans.length > 0 ? spans : undefined;
    });
    assert.deepEqual(others, []);
    assert.equal(first?.name, call.name);
    const { attributes } = first;
    assert.deepEqual(
      [attributes['taskmeter.price.status'], attributes['taskmeter.cost.exact'], attributes['taskmeter.cost.usd']],
      ['priced', cost, Number(cost)],
    );
  });

  test('the task span follows with the totals', async () => {
    const found = await eventually(
      'the task span in Jaeger',
      async () => (await spansInJaeger(jaeger.url, service)).find(({ name }) => name === taskSpan.name),
      { explain: collector.log },
    );
    const wanted = {
      ...taskSpan.attributes,
      'taskmeter.task.calls': 1,
      'taskmeter.task.attempts': 1,
      'taskmeter.task.retries': 0,
      'taskmeter.task.input_tokens': 1200,
      'taskmeter.task.cache_read_tokens': 1000,
      'taskmeter.task.output_tokens': 300,
      'taskmeter.task.models': ['gpt-4.1-mini-2025-04-14'],
      'taskmeter.task.cost_exact': cost,
      'taskmeter.task.cost_usd': Number(cost),
      'taskmeter.task.cost_micro_usd': 660,
      'taskmeter.task.cost_bucket': 'usd_lt_0.001',
      'taskmeter.task.unpriced_calls': 0,
      'taskmeter.task.price_status': 'priced',
      'taskmeter.task.llm_time_ms': 1000,
      'taskmeter.rollup.source': 'collector',
      'taskmeter.rollup.complete': true,
      'taskmeter.rollup.reason': 'quiet_period',
      'taskmeter.rollup.revision': 1,
    };
    const seen = Object.keys(wanted).map((key) => [key, found.attributes[key]]);
    assert.deepEqual(Object.fromEntries(seen), wanted);
  });

  test('a search by outcome and by cost finds the task', async () => {
    const tags = { 'taskmeter.task.outcome': 'success', 'taskmeter.task.cost_bucket': 'usd_lt_0.001' };
    assert.deepEqual(await searchJaeger(jaeger.url, service, tags), [traceId]);
    const none = { 'taskmeter.task.outcome': 'failure' };
    assert.deepEqual(await searchJaeger(jaeger.url, service, none), []);
  });

  test('Prometheus sees the same cost', async () => {
    const sample = await eventually(
      'the cost counter',
      async () =>
        (await scrape(collector.metricsUrl)).find(({ name, value }) => name.startsWith('taskmeter_cost') && value > 0),
      { explain: collector.log },
    );
    assert.equal(sample.value, Number(cost));
    assert.equal(sample.labels['task_type'], 'support.ticket');
  });
});

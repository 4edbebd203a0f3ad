import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { runAgent, supportAgent } from '../../scripts/demo/run.ts';
import { startCollector } from '../../scripts/stack/collector.ts';
import type { Collector } from '../../scripts/stack/collector.ts';
import { startJaeger } from '../../scripts/stack/jaeger.ts';
import type { Jaeger } from '../../scripts/stack/jaeger.ts';
import { formatUsd } from '../../src/price/money.ts';
import type { ReportSpan } from '../../src/report/span.ts';
import { isTaskSpan, tasksOf } from '../../src/report/task.ts';
import { eventually } from '../support/eventually.ts';
import { searchJaeger, spansInJaeger } from '../support/jaeger-query.ts';
import { scrape } from '../support/prometheus-text.ts';

/** What a task's span says, however it was totalled. */
const taskKeys = [
  'task.id',
  'task.type',
  'task.outcome',
  'task.models',
  'task.calls',
  'task.attempts',
  'task.retries',
  'task.retry_cost',
  'task.unknown_attempts',
  'task.tool_calls',
  'task.input_tokens',
  'task.output_tokens',
  'task.cache_read_tokens',
  'task.cache_write_tokens',
  'task.reasoning_tokens',
  'task.tokens_complete',
  'task.cache_hit_ratio',
  'task.cache_saving',
  'task.cost_exact',
  'task.cost_usd',
  'task.cost_micro_usd',
  'task.cost_bucket',
  'task.unpriced_calls',
  'task.price_status',
  'task.llm_time_ms',
  'task.context_growth',
].map((name) => `taskmeter.${name}`);

/** What a call's span says of money. */
const callKeys = [
  'cost.exact',
  'cost.usd',
  'cost.input_usd',
  'cost.output_usd',
  'cost.cache_read_usd',
  'cost.cache_write_usd',
  'price.status',
  'price.id',
].map((name) => `taskmeter.${name}`);

interface Variant {
  readonly name: string;
  readonly overlays: readonly string[];
  /** What only the application's own attributes say, and what is there without them. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

const variants: readonly Variant[] = [
  { name: 'as the application sends them', overlays: [], unknown: {} },
  {
    name: 'without a taskmeter attribute but id and type',
    overlays: ['stripped'],
    unknown: { 'taskmeter.task.outcome': 'unknown', 'taskmeter.task.tool_calls': undefined },
  },
];

suite('the demo through the built collector to a real Jaeger', () => {
  let jaeger: Jaeger;
  before(async () => {
    jaeger = await startJaeger();
  });
  after(() => jaeger?.stop());

  for (const { name, overlays, unknown } of variants) {
    suite(`spans ${name}`, () => {
      let collector: Collector;
      let sent: readonly ReportSpan[];

      before(async () => {
        collector = await startCollector({ jaegerOtlp: jaeger.otlpGrpc, overlays });
        const run = await runAgent(
          supportAgent,
          { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpUrl },
          'ignore',
        );
        assert.equal(run.undelivered, undefined);
        sent = run.spans;
      });
      after(() => collector?.stop());

      test('every span arrives, and each task and call with what the application came to', async () => {
        const ids = new Set(sent.map(({ spanId }) => spanId));
        const arrived = await eventually(
          `${ids.size} spans in Jaeger`,
          async () => {
            const spans = await spansInJaeger(jaeger.url, 'support-agent');
            const ours = spans.filter(({ spanId }) => ids.has(spanId));
            return ours.length === ids.size ? ours : undefined;
          },
          { explain: collector.log },
        );
        const tasks = valuesOf(sent.filter(isTaskSpan), taskKeys);
        assert.equal(tasks.size, 20, 'the demo works on 20 tickets');
        const expected = new Map([...tasks].map(([id, values]) => [id, { ...values, ...unknown }]));
        assert.deepEqual(valuesOf(arrived.filter(isTaskSpan), taskKeys), expected);
        assert.deepEqual(valuesOf(arrived.filter(isCallSpan), callKeys), valuesOf(sent.filter(isCallSpan), callKeys));
        const sources = new Set(
          arrived.filter(isTaskSpan).map(({ attributes }) => attributes['taskmeter.rollup.source']),
        );
        assert.deepEqual([...sources], ['collector']);
      });

      test('a search by what the task came to finds it', async () => {
        const failed = sent.find(({ attributes }) => attributes['taskmeter.task.outcome'] === 'failure');
        assert.ok(failed, 'a ticket of the demo fails');
        const searched = ['taskmeter.task.outcome', 'taskmeter.task.cost_bucket'];
        const tags = searched.map((key) => [key, String({ ...failed.attributes, ...unknown }[key])]);
        const found = await searchJaeger(jaeger.url, 'support-agent', Object.fromEntries(tags));
        assert.ok(found.includes(failed.traceId));
      });

      test('Prometheus shows the same sum', async () => {
        const total = tasksOf(sent)
          .filter(({ nested }) => !nested)
          .reduce((sum, { cost }) => sum + (cost ?? 0n), 0n);
        const wanted = Number(formatUsd(total)).toPrecision(12);
        await eventually(
          `a total of ${wanted} USD`,
          async () => ((await bookedCost(collector)).toPrecision(12) === wanted ? true : undefined),
          { explain: collector.log },
        );
      });
    });
  }
});

function isCallSpan({ attributes }: ReportSpan): boolean {
  return 'gen_ai.operation.name' in attributes;
}

function valuesOf(spans: readonly ReportSpan[], keys: readonly string[]): Map<string, Record<string, unknown>> {
  return new Map(
    spans
      .toSorted((a, b) => a.spanId.localeCompare(b.spanId))
      .map(({ spanId, attributes }) => [spanId, Object.fromEntries(keys.map((key) => [key, attributes[key]]))]),
  );
}

async function bookedCost({ metricsUrl }: Collector): Promise<number> {
  const samples = await scrape(metricsUrl);
  return samples.filter(({ name }) => name === 'taskmeter_cost_USD_total').reduce((sum, { value }) => sum + value, 0);
}

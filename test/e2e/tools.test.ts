import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { type Collector, startCollector } from '../../scripts/stack/collector.ts';
import { build, repository } from '../support/built.ts';
import { runNode } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { type Sample, scrape } from '../support/prometheus-text.ts';

let folder: string;
let collector: Collector;
let provider: FakeProvider;
before(async () => {
  build();
  folder = mkdtempSync(join(tmpdir(), 'taskmeter-tools-'));
  writeFileSync(join(folder, 'application.yaml'), 'tools: [{tool: geocode, usd: "0.004", per: 1}]\n');
  writeFileSync(
    join(folder, 'collector.yaml'),
    'tools: [{tool: sms, usd: "7.50", per: 1000}, {tool: geocode, usd: "0.005", per: 1}]\n',
  );
  provider = await startFakeProvider();
  collector = await startCollector({ jaegerOtlp: '127.0.0.1:1', overrides: [join(folder, 'collector.yaml')] });
});
after(async () => {
  await collector?.stop();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

// Two calls by hand, from the tokens of `test/support/wire`: 2 × (56 × 0.40 + 64 × 0.10 + 30 × 1.60) millionths.
const CALLS = 0.0001536;

suite('priced tools', () => {
  test('are money of their task, each once, whoever knows their price and whoever saw them', async () => {
    await runNode(['--import', 'taskmeter/register', 'test/e2e/apps/tools.mjs'], {
      cwd: repository,
      env: {
        PROVIDER_URL: provider.url,
        TASK_ID: 'lookup-1',
        TASKMETER_HOSTS: `${new URL(provider.url).host}=openai`,
        TASKMETER_PRICES: join(folder, 'application.yaml'),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpUrl,
      },
    });
    const samples = await eventually(
      'the task in the metrics',
      async () => {
        const all = await scrape(collector.metricsUrl);
        const isCounted = all.some(({ name, value }) => name === 'taskmeter_tool_calls_total' && value > 0);
        const hasTask = all.some(({ name, value }) => name === 'taskmeter_tasks_total' && value > 0);
        return isCounted && hasTask ? all : undefined;
      },
      { explain: collector.log },
    );
    assert.deepEqual(money(samples, 'taskmeter_cost_USD_total'), {
      'lookup gpt-4.1-mini': CALLS,
      'lookup research': 0.25,
      'lookup geocode': 0.01,
      'lookup sms': 0.0075,
      'lookup search': 0.01,
      ' search': 0.02,
    });
    assert.deepEqual(money(samples, 'taskmeter_unattributed_cost_USD_total'), { ' search': 0.02 });
    assert.deepEqual(money(samples, 'taskmeter_task_cost_USD_sum'), { 'lookup ': 0.2776536 });
    assert.deepEqual(
      money(samples, 'taskmeter_process_cost_pico_usd_total'),
      {
        'lookup gpt-4.1-mini': 153_600_000,
        'lookup research': 250_000_000_000,
        'lookup geocode': 8_000_000_000,
        'lookup search': 10_000_000_000,
        ' search': 20_000_000_000,
      },
      'the process knows no price of sms',
    );
  });

  test('the collector tells how old its prices are, and that none is a hole', async () => {
    const samples = await scrape(collector.telemetryUrl);
    const [age] = samples.filter(({ name }) => name.startsWith('otelcol_llm_cost_catalogue_age'));
    assert.ok(age !== undefined && age.value > 0, 'it has an age');
    assert.deepEqual(money(await scrape(collector.metricsUrl), 'taskmeter_unpriced_calls_total'), {});
  });
});

/** Values of a metric by what they are the money of: type of task, then model or tool. */
function money(samples: readonly Sample[], metric: string): Record<string, number> {
  return Object.fromEntries(
    samples
      .filter(({ name }) => name === metric)
      .map(({ labels, value }) => [
        `${labels['task_type'] ?? ''} ${labels['model'] ?? ''}${labels['tool'] ?? ''}`,
        Number(value.toFixed(9)),
      ]),
  );
}

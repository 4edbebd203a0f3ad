import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { besideFolders, installSdks } from '../../scripts/sdks.ts';
import { type Collector, startCollector } from '../../scripts/stack/collector.ts';
import { formatUsd, parseUsd } from '../../src/price/money.ts';
import { eventually } from '../support/eventually.ts';
import { installBeside, type InstalledPackage } from '../support/installation.ts';
import { type Sample, scrape } from '../support/prometheus-text.ts';
import { startSurroundings, type Surroundings } from '../support/surroundings.ts';
import { contextHeaders } from '../support/run-record.ts';

installSdks();

const APPS = 'test/ways/apps';
const ours = 'taskmeter/register';
const auto = '@opentelemetry/auto-instrumentations-node/register';
const hidden = `./${APPS}/hidden-provider.cjs`;

/** By the instrumentations of others. */
const traced = ['/v1/chat/completions traceparent'];

/** OpenTelemetry's own instrumentation of openai, which is one of them, makes a span of every call around ours. */
const ways: readonly {
  readonly way: string;
  readonly loaded: readonly string[];
  readonly said: RegExp;
  readonly sent: readonly string[];
}[] = [
  { way: 'auto-instrumentations loaded before us', loaded: [auto, ours], said: /^$/, sent: traced },
  {
    way: 'auto-instrumentations loaded after us',
    loaded: [ours, auto],
    said: /^taskmeter: the application's own OpenTelemetry SDK takes over from [^\n]+\n$/,
    sent: traced,
  },
  {
    way: 'a provider that takes no processor, whose requests are tasks in the collector alone',
    loaded: [hidden, ours],
    said: /^taskmeter: Tracing is registered with OpenTelemetry and takes no span processor: [^\n]+\n$/,
    sent: [],
  },
];

suite('the collector, beside other telemetry', () => {
  let installed: InstalledPackage;
  let around: Surroundings;
  before(async () => {
    installed = installBeside(besideFolders['2'], APPS, ['openai']);
    around = await startSurroundings(installed.folder);
  });
  after(async () => {
    await around.close();
    installed.remove();
  });

  for (const { way, loaded, said, sent } of ways) {
    suite(way, () => {
      let collector: Collector;
      before(async () => {
        // Nobody looks at the spans here.
        collector = await startCollector({ jaegerOtlp: '127.0.0.1:1' });
      });
      after(() => collector?.stop());

      test('counts every call and task once', async () => {
        const flags = loaded.flatMap((file) => ['--require', file]);
        const ended = await around.run('openai', [...flags, `${APPS}/app.cjs`], {
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpUrl,
          OTEL_NODE_RESOURCE_DETECTORS: 'env',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
        });
        assert.equal(ended.code, 0, ended.stderr);
        assert.match(ended.stderr, said);
        assert.deepEqual(contextHeaders(around.provider.requests), sent);
        const samples = await eventually(
          'both tasks',
          async () => {
            const found = await scrape(collector.metricsUrl);
            const tasks = byType(found, 'taskmeter_tasks_total').filter(([, count]) => count > 0);
            return tasks.length >= 2 ? found : undefined;
          },
          { explain: collector.log },
        );
        assert.deepEqual(byType(samples, 'taskmeter_tasks_total'), [
          ['GET', 1],
          ['support.ticket', 1],
        ]);
        assert.deepEqual(byType(samples, 'taskmeter_calls_total'), [
          ['GET', 1],
          ['support.ticket', 3],
        ]);
        assert.deepEqual(costs(samples), [
          ['GET', '0.0000768'],
          ['support.ticket', '0.0002304'],
        ]);
      });
    });
  }
});

function byType(samples: readonly Sample[], name: string): [string, number][] {
  const totals = new Map<string, number>();
  for (const { name: found, labels, value } of samples) {
    const type = labels['task_type'] ?? '';
    if (found === name) totals.set(type, (totals.get(type) ?? 0) + value);
  }
  return [...totals].toSorted(([a], [b]) => a.localeCompare(b));
}

function costs(samples: readonly Sample[]): [string, string][] {
  return byType(samples, 'taskmeter_cost_USD_total').map(([type, usd]) => [
    type,
    formatUsd(parseUsd(String(usd)) ?? 0n),
  ]);
}

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Collector, startCollector } from '../../scripts/stack/collector.ts';
import { build, repository } from '../support/built.ts';
import { runNode } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { scrape } from '../support/prometheus-text.ts';

let collector: Collector;
let provider: FakeProvider;
before(async () => {
  build();
  provider = await startFakeProvider();
  collector = await startCollector({ jaegerOtlp: '127.0.0.1:1' });
});
after(async () => {
  await collector?.stop();
  await provider?.close();
});

suite('a task that goes on in a thread is one task, and each of its calls counts once', () => {
  for (const [so, [way, about]] of Object.entries({
    returns: 'when the thread ends by itself',
    'main is killed': 'when the process takes the thread with it',
  }).entries()) {
    test(about, async () => {
      await runNode(['--import', 'taskmeter/register', 'test/shapes/apps/threads.mjs', way], {
        cwd: repository,
        env: {
          PROVIDER_URL: provider.url,
          TASK_ID: `report-${so}`,
          TASKMETER_HOSTS: `${new URL(provider.url).host}=openai`,
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpUrl,
        },
      });
      const tasks = so + 1;
      const counted = await eventually(
        'the task in the metrics',
        async () => {
          const samples = await scrape(collector.metricsUrl);
          const value = (name: string): number | undefined =>
            samples.find((sample) => sample.name === name && sample.labels['task_type'] === 'report')?.value;
          const count = value('taskmeter_tasks_total');
          if (count !== tasks) return undefined;
          return [count, value('taskmeter_calls_total'), value('taskmeter_cost_USD_total')?.toFixed(7)];
        },
        { explain: collector.log },
      );
      // A call by hand, from the tokens of `test/support/wire`: 56 × 0.40 + 64 × 0.10 + 30 × 1.60 millionths.
      assert.deepEqual(counted, [tasks, 2 * tasks, (2 * tasks * 0.0000768).toFixed(7)]);
    });
  }
});

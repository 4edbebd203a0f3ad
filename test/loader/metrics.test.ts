import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { installSdks, otelFolders } from '../../scripts/sdks.ts';
import { repository } from '../support/built.ts';
import { installBeside } from '../support/installation.ts';
import { metricsOf, sumsOf } from '../support/otlp-metrics.ts';
import { APPS, startSurroundings, type Surroundings } from '../support/surroundings.ts';

installSdks();

/** Each adds the 77 µUSD that a call of the application costs: 56 × 0.40 + 64 × 0.10 + 30 × 1.60 USD a million tokens. */
const twoCalls = {
  'taskmeter.process.calls': 2,
  'taskmeter.process.attempts': 2,
  'taskmeter.process.cost': 0.0001536,
  'taskmeter.process.cost.pico_usd': 153_600_000,
  // Input and output; and again the parts of them that were read from the cache and that were reasoning.
  'taskmeter.process.tokens': 2 * (120 + 30 + 64 + 12),
  'gen_ai.client.operation.duration': 2,
  'gen_ai.client.token.usage': 4,
};

const lines = [
  { line: 'its own', otel: undefined },
  { line: '0.203', otel: otelFolders['2-oldest'] },
  { line: '0.301', otel: otelFolders['3-newest'] },
] as const;

for (const { line, otel } of lines) {
  suite(`beside sdk-node ${line} the metrics of a process`, () => {
    let around: Surroundings;
    let remove = (): void => {};
    before(async () => {
      const installed = otel === undefined ? { folder: repository, remove() {} } : installBeside(otel, APPS);
      remove = () => installed.remove();
      around = await startSurroundings(installed.folder);
    });
    after(async () => {
      await around.close();
      remove();
    });

    const received = (): Record<string, number> => {
      const sums = sumsOf(metricsOf(around.receiver.requests));
      return Object.fromEntries(Object.entries(sums).filter(([name]) => /^(?:taskmeter|gen_ai)\./.test(name)));
    };

    test('go where its spans go, its last counts when it ends', async () => {
      const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/app.mjs`]);
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
      const { 'taskmeter.process.tasks': tasks, ...rest } = received();
      const spans = around.receiver.spans().length;
      assert.deepEqual(rest, {
        ...twoCalls,
        'taskmeter.process.spans': spans,
        'taskmeter.process.spans.exported': spans,
        'taskmeter.process.spans.lost': 0,
      });
      assert.equal(tasks, 2);
    });

    test('are told once more by process.exit(), as of the same process', async () => {
      const env = { EXIT_CODE: '7', OTEL_METRIC_EXPORT_INTERVAL: '60000' };
      const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/interrupted.mjs`], env);
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 7, stderr: '' });
      const spans = around.receiver.spans();
      const series = metricsOf(around.receiver.requests);
      const sums = sumsOf(series);
      assert.deepEqual(
        { calls: sums['taskmeter.process.calls'], exported: sums['taskmeter.process.spans.exported'] },
        { calls: 1, exported: spans.length },
      );
      assert.deepEqual(
        [...new Set(series.map(({ instance }) => instance))],
        [spans[0]?.resource['service.instance.id']],
      );
    });

    test("go through the meter provider of an application's own NodeSDK, which keeps the environment's exporter", async () => {
      const ended = await around.run('openai', ['--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`], {
        OTEL_METRICS_EXPORTER: 'otlp',
      });
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
      const { 'taskmeter.process.calls': calls, 'gen_ai.client.operation.duration': durations } = received();
      assert.deepEqual({ calls, durations }, { calls: 2, durations: 2 });
    });

    test('go nowhere with OTEL_METRICS_EXPORTER=none', async () => {
      const env = { EXIT_CODE: '7', OTEL_METRICS_EXPORTER: 'none' };
      await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/interrupted.mjs`], env);
      assert.deepEqual(received(), {});
    });
  });
}

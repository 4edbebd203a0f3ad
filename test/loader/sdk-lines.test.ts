import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { installSdks, otelFolders } from '../../scripts/sdks.ts';
import { type Beside, startBeside } from '../support/beside.ts';
import { APPS, treesOf } from '../support/surroundings.ts';
import { openai } from './trees.ts';

const { call, served, task } = openai;

installSdks();

/** The repository's own is the newest of 2 that npm installs by itself; the other loader tests run on that. */
const lines = [
  { line: '0.203', otel: otelFolders['2-oldest'] },
  { line: '0.301', otel: otelFolders['3-newest'] },
] as const;

for (const { line, otel } of lines) {
  suite(`beside sdk-node ${line}`, () => {
    let around: Beside;
    before(async () => {
      around = await startBeside(otel, APPS);
    });
    after(() => around.close());

    for (const [flag, app] of [
      ['--import', 'app.mjs'],
      ['--require', 'app.cjs'],
    ] as const) {
      test(`the one line by ${flag} observes, totals, prices, and sees requests`, async () => {
        const ended = await around.run('openai', [flag, 'taskmeter/register', `${APPS}/${app}`]);
        assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
        const spans = around.receiver.spans();
        assert.deepEqual(treesOf(spans), [served, task]);
        assert.ok(spans.every(({ resource }) => typeof resource['service.instance.id'] === 'string'));
      });
    }

    test("an application's own NodeSDK with our parts observes, totals, and exports by the environment's exporter", async () => {
      const ended = await around.run('openai', ['--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`]);
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
      assert.deepEqual(treesOf(around.receiver.spans()), [call, task]);
    });

    for (const way of ['exit', 'throw', 'forceFlush']) {
      test(`a call that ended just before "${way}" has reached the processors of the application`, async () => {
        const args = ['--import', `./${APPS}/own-exporter.mjs`, `${APPS}/last-call.mjs`];
        const { stdout } = await around.run('openai', args, { WAY: way });
        const told = [
          ['chat gpt-4.1-mini', '0.0000768', 'north'],
          ['task job', '0.0000768', 'north'],
          ['chat gpt-4.1-mini', '0.0000768', 'north'],
        ];
        assert.equal(stdout, `${way === 'forceFlush' ? 'flushed 3' : JSON.stringify(told)}\n`);
      });
    }

    test('process.exit() loses nothing', async () => {
      const args = ['--import', 'taskmeter/register', `${APPS}/interrupted.mjs`];
      const ended = await around.run('openai', args, { EXIT_CODE: '7', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' });
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 7, stderr: '' });
      const names = around.receiver.spans().map(({ name }) => name);
      assert.deepEqual(names.toSorted(), ['chat gpt-4.1-mini-endless', 'task endless']);
    });

    test('the environment says the exporters, the batches and the sampler', async () => {
      const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/app.mjs`], {
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1',
        OTEL_BSP_MAX_QUEUE_SIZE: '100',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_TRACES_EXPORTER: 'otlp,console',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0',
      });
      assert.equal(ended.code, 0, ended.stderr);
      // The sampler drops everything; what is counted is exported all the same, and says so.
      const spans = around.receiver.spans();
      assert.deepEqual(spans.map(({ name }) => name).toSorted(), [
        'chat gpt-4.1-mini',
        'chat gpt-4.1-mini',
        'task support.ticket',
        'task.rollup',
      ]);
      assert.ok(spans.every(({ attributes }) => attributes['taskmeter.sampled'] === false));
      assert.equal(around.receiver.requests.length, spans.length);
      assert.equal(ended.stdout.split("'taskmeter.sampled': false").length - 1, spans.length);
    });
  });
}

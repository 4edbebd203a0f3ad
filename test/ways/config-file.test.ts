import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { besideFolders, installSdks, otelFolders } from '../../scripts/sdks.ts';
import type { Ended } from '../support/child.ts';
import { type Beside, startBeside } from '../support/beside.ts';
import { everything, seenOf } from './seen.ts';

installSdks();

const APPS = 'test/ways/apps';

/** Nothing in it is what the SDK would do by itself. */
const file = (sampler: string): string => `file_format: "1.0"
resource:
  attributes:
    - name: service.name
      value: from-file
propagator:
  composite:
    - tracecontext:
    - baggage:
tracer_provider:
  processors:
    - batch:
        schedule_delay: 60000
        exporter:
          otlp_http:
            endpoint: \${RECEIVER}/v1/traces
            encoding: json
    - simple:
        exporter:
          console:
  sampler:
    ${sampler}
`;

const all = 'always_on:';
const none = `parent_based:
      root:
        trace_id_ratio_based:
          ratio: 0`;

const lines = [
  { line: '0.220', otel: besideFolders['2'] },
  { line: '0.300', otel: besideFolders['3'] },
  { line: '0.203', otel: otelFolders['2-oldest'] },
] as const;

for (const { line, otel } of lines) {
  suite(`a configuration file, with sdk-node ${line}`, () => {
    let around: Beside;
    before(async () => {
      around = await startBeside(otel, APPS);
    });
    after(() => around.close());

    const run = (sampler: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> => {
      writeFileSync(`${around.folder}/otel.yaml`, file(sampler));
      return around.run('openai', ['--import', 'taskmeter/register', `${APPS}/app.mjs`], {
        OTEL_CONFIG_FILE: 'otel.yaml',
        RECEIVER: around.receiver.url,
        // What the file replaces: to look there for anything would find nobody.
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
        OTEL_SERVICE_NAME: 'from-environment',
        ...env,
      });
    };

    if (line === '0.203') {
      test('is not read, which is said in one line, and the other variables hold', async () => {
        const ended = await run(all, { OTEL_EXPORTER_OTLP_ENDPOINT: around.receiver.url });
        assert.equal(ended.code, 0);
        assert.match(
          ended.stderr,
          /^taskmeter: OTEL_CONFIG_FILE is not read: that needs @opentelemetry\/sdk-node 0\.216 or newer, and 0\.203\.0 is installed; [^\n]+\n$/,
        );
        assert.deepEqual(seenOf(around.receiver.spans()), everything);
      });
      return;
    }

    test('is in force, with our parts in it', async () => {
      const ended = await run(all);
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
      const spans = around.receiver.spans();
      assert.deepEqual(seenOf(spans), everything);
      assert.deepEqual([...new Set(spans.map(({ resource }) => resource['service.name']))], ['from-file']);
      // Its second processor sees the same spans, with the totals on them.
      assert.equal(ended.stdout.split("'taskmeter.task.cost_exact'").length - 1, 2);
      // Its propagators tie the two sides of the request.
      const served = spans.find(({ kind }) => kind === 2);
      assert.equal(spans.find(({ spanId }) => spanId === served?.parentSpanId)?.kind, 3);
    });

    test('has a sampler that decides about everything but calls and tasks', async () => {
      const ended = await run(none);
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
      const spans = around.receiver.spans();
      const { calls, callsInNamedTask, served, asked } = seenOf(spans);
      assert.deepEqual([calls.length, callsInNamedTask, served, asked], [4, 3, 0, 0]);
      assert.ok(spans.every(({ attributes }) => attributes['taskmeter.sampled'] === false));
    });

    test('is read under the name it had while it was experimental', async () => {
      const ended = await run(all, { OTEL_CONFIG_FILE: '', OTEL_EXPERIMENTAL_CONFIG_FILE: 'otel.yaml' });
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
      assert.deepEqual(seenOf(around.receiver.spans()), everything);
    });

    test('that is wrong is said, and costs the telemetry only', async () => {
      const ended = await run('no_such_sampler: [');
      assert.equal(ended.code, 0);
      assert.match(ended.stdout, /"text":"Courier Hartmann crossed Ljubljana overnight\."/);
      assert.match(ended.stderr, /Could not load OpenTelemetry configuration, SDK will not be setup/);
      assert.match(ended.stderr, /^taskmeter: no SDK came of OTEL_CONFIG_FILE, so nothing is observed$/m);
      assert.deepEqual(around.receiver.spans(), []);
    });

    test('that turns everything off is obeyed without a word', async () => {
      const ended = await run(`${all}\ndisabled: true`, { TASKMETER_CONSOLE: 'true' });
      assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
      assert.deepEqual(around.receiver.spans(), []);
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { besideFolders, installSdks, otelFolders } from '../../scripts/sdks.ts';
import { type Beside, startBeside } from '../support/beside.ts';
import { everything, noRequests, type Seen, seenOf } from './seen.ts';

installSdks();

const APPS = 'test/ways/apps';

const lines = [
  { line: '0.203', otel: otelFolders['2-oldest'] },
  { line: '0.220', otel: besideFolders['2'] },
  { line: '0.301', otel: otelFolders['3-newest'] },
] as const;

const served: Seen = { ...noRequests, tasks: everything.tasks, served: 1 };

interface Case {
  readonly name: string;
  readonly does: string;
  readonly seen: Seen;
  readonly service: string;
  readonly sampled: false | undefined;
  /** The endpoint in the environment is one where nobody listens. */
  readonly ownExporter?: boolean;
}

const cases: readonly Case[] = [
  {
    name: 'environment',
    does: "keeps the environment's exporters: of spans, and of metrics and logs",
    seen: noRequests,
    service: 'shop',
    sampled: undefined,
  },
  {
    name: 'own',
    does: 'keeps its own exporter, resource and instrumentations',
    seen: served,
    service: 'own',
    sampled: undefined,
    ownExporter: true,
  },
  {
    name: 'sampler',
    does: 'keeps its own sampler, which decides about everything but calls and tasks',
    seen: noRequests,
    service: 'shop',
    sampled: false,
  },
];

for (const { line, otel } of lines) {
  suite(`an application's own NodeSDK ${line} with our parts`, () => {
    let around: Beside;
    before(async () => {
      around = await startBeside(otel, APPS);
    });
    after(() => around.close());

    for (const { name, does, seen, service, sampled, ownExporter = false } of cases) {
      for (const [flag, extension] of [
        ['--import', 'mjs'],
        ['--require', 'cjs'],
      ] as const) {
        test(`${does} (.${extension})`, async () => {
          const preloads = [`./${APPS}/configured-sdk.${extension}`, `./${APPS}/signals.cjs`];
          const args = [...preloads.flatMap((file) => [flag, file]), `${APPS}/app.${extension}`];
          const ended = await around.run('openai', args, {
            CASE: name,
            RECEIVER: around.receiver.url,
            // The oldest SDKs export no metrics and no logs unless asked.
            OTEL_METRICS_EXPORTER: ownExporter ? 'none' : 'otlp',
            OTEL_LOGS_EXPORTER: ownExporter ? 'none' : 'otlp',
            ...(ownExporter ? { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SERVICE_NAME: '' } : {}),
          });
          assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
          const spans = around.receiver.spans();
          assert.deepEqual(seenOf(spans), seen);
          assert.deepEqual([...new Set(spans.map(({ resource }) => resource['service.name']))], [service]);
          assert.deepEqual([...new Set(spans.map(({ attributes }) => attributes['taskmeter.sampled']))], [sampled]);
          if (ownExporter) return;
          const sent = around.receiver.requests.map(({ path, body }) => `${path} ${body.toString('latin1')}`);
          assert.ok(sent.some((request) => request.startsWith('/v1/metrics') && request.includes('orders')));
          assert.ok(sent.some((request) => request.startsWith('/v1/logs') && request.includes('sold')));
        });
      }
    }
  });
}

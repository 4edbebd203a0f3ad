import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { besideFolders, installSdks } from '../../scripts/sdks.ts';
import { fields, list, text } from '../../src/narrow.ts';
import { type Beside, startBeside } from '../support/beside.ts';
import type { OtlpRequest } from '../support/otlp-receiver.ts';
import { nothing, seenOf, sentryHeaders } from './seen.ts';
import { type Sink, startSink } from './sink.ts';
import { contextHeaders } from '../support/run-record.ts';

installSdks();

const APPS = 'test/ways/apps';

interface Way {
  readonly provider: string;
  readonly line: '2' | '3';
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** The headers of context that requests to the provider get from it. */
  readonly sent: readonly string[];
  /** Calls by the process's own counters, as exported; absent where nobody collects them. */
  readonly counted?: number;
}

const sampler = { OTEL_TRACES_SAMPLER: 'always_off' };
const sentry = { SENTRY_OPTIONS: JSON.stringify({ enableOpenTelemetrySetup: true, tracesSampleRate: 0 }) };

const ways: readonly Way[] = [
  { provider: "the application's NodeSDK", line: '2', file: 'plain-sdk.mjs', env: sampler, sent: [], counted: 4 },
  { provider: "the application's NodeSDK", line: '3', file: 'plain-sdk.mjs', env: sampler, sent: [], counted: 4 },
  { provider: "Sentry's provider", line: '2', file: 'sentry.mjs', env: sentry, sent: sentryHeaders },
];

for (const { provider, line, file, env, sent, counted } of ways) {
  suite(`${provider} on SDK ${line} drops everything`, () => {
    let around: Beside;
    let sink: Sink;
    before(async () => {
      around = await startBeside(besideFolders[line], APPS, line === '2' ? ['@sentry'] : []);
      sink = await startSink();
    });
    after(() => Promise.all([around.close(), sink.close()]));

    test('and its calls and named tasks are priced and counted in the process, which is said once', async () => {
      const args = ['--import', `./${APPS}/${file}`, '--import', 'taskmeter/register', `${APPS}/app.mjs`];
      const ended = await around.run('openai', args, {
        ...env,
        SENTRY_DSN: `http://key@127.0.0.1:${sink.port}/1`,
        OTEL_METRICS_EXPORTER: 'otlp',
        OTEL_LOGS_EXPORTER: 'none',
        TASKMETER_CONSOLE: 'true',
      });
      assert.equal(ended.code, 0, ended.stderr);
      assert.deepEqual(seenOf(around.receiver.spans()), nothing);
      assert.deepEqual(
        contextHeaders(around.provider.requests),
        sent.map((header) => `/v1/chat/completions ${header}`),
      );
      assert.equal(ended.stderr.split('a sampler drops spans of model calls').length - 1, 1);
      assert.match(ended.stderr, /^taskmeter {2}support\.ticket +success +3 calls .+\$0\.000230/m);
      assert.match(ended.stderr, /^1 call belongs to no task: 120 tokens in, 30 out, \$0\.000077$/m);
      if (counted !== undefined) assert.equal(callsCounted(around.receiver.requests), counted);
    });
  });
}

/** What the last export says of `taskmeter.process.calls`. */
function callsCounted(requests: readonly OtlpRequest[]): number {
  const sent = requests.filter(({ path }) => path === '/v1/metrics').at(-1);
  return list(fields(JSON.parse(sent?.body.toString() ?? '{}'))['resourceMetrics'])
    .flatMap((resource) => list(fields(resource)['scopeMetrics']))
    .flatMap((scope) => list(fields(scope)['metrics']))
    .filter((metric) => text(fields(metric)['name']) === 'taskmeter.process.calls')
    .flatMap((metric) => list(fields(fields(metric)['sum'])['dataPoints']))
    .map((point) => Number(fields(point)['asInt'] ?? fields(point)['asDouble']))
    .reduce((total, value) => total + value, 0);
}

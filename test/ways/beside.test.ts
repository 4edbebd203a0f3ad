import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { besideFolders, installSdks } from '../../scripts/sdks.ts';
import type { Ended } from '../support/child.ts';
import { type Beside, startBeside } from '../support/beside.ts';
import { everything, noRequests, nothing, type Seen, seenOf, sentryHeaders } from './seen.ts';
import { type Sink, startSink } from './sink.ts';
import { contextHeaders } from '../support/run-record.ts';

installSdks();

const APPS = 'test/ways/apps';
const ours = 'taskmeter/register';
const auto = '@opentelemetry/auto-instrumentations-node/register';
const sdk = (file: string): string => `./${APPS}/${file}`;

interface Way {
  readonly beside: string;
  /** Of the SDK that is installed. */
  readonly line: '2' | '3';
  /** Flags for an ES module and for a CommonJS program; what they load, `ours` among it, in the order of loading. */
  readonly loaded: readonly string[];
  readonly seen: Seen;
  /** What is written to stderr, in one line; nothing where absent. */
  readonly said?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  /** The headers of context that whoever is beside us puts on requests to the provider, `taskmeter.*` never among them. */
  readonly sent?: readonly string[];
  /** The other vendor's back end gets the calls as well. */
  readonly vendor?: boolean;
  /** What the application gets is not what it would get without: so it is with the other alone. */
  readonly alters?: boolean;
}

const takesOver = /^taskmeter: the application's own OpenTelemetry SDK takes over from taskmeter\/register: [^\n]+\n$/;
const foreign =
  /^taskmeter: SentryTracerProvider is registered with OpenTelemetry and takes no span processor: [^\n]+\n$/;
const sentryProvider = { SENTRY_OPTIONS: JSON.stringify({ enableOpenTelemetrySetup: true }) };

/** Gathers a stream's text in its first chunk; has its header on the application's requests, where ours would be the second. */
const datadog = {
  beside: 'Datadog',
  line: '2',
  seen: { ...everything, asked: 0 },
  vendor: true,
  alters: true,
  sent: [
    'traceparent',
    'tracestate dd ot',
    'x-datadog-parent-id',
    'x-datadog-sampling-priority',
    'x-datadog-tags',
    'x-datadog-trace-id',
  ],
} as const;

const ways: readonly Way[] = [
  ...(['2', '3'] as const).flatMap((line): Way[] => [
    { beside: auto, line, loaded: [auto, ours], seen: everything, sent: ['traceparent'] },
    { beside: auto, line, loaded: [ours, auto], seen: everything, said: takesOver, sent: ['traceparent'] },
    { beside: 'a NodeSDK of its own', line, loaded: [sdk('plain-sdk'), ours], seen: noRequests },
    { beside: 'a NodeSDK of its own', line, loaded: [ours, sdk('plain-sdk')], seen: everything, said: takesOver },
    { beside: 'a TracerProvider with our parts', line, loaded: [sdk('own-provider')], seen: noRequests },
  ]),
  { beside: 'a NodeTracerProvider with our parts', line: '2', loaded: [sdk('node-provider')], seen: noRequests },
  { beside: 'Sentry', line: '2', loaded: [sdk('sentry'), ours], seen: everything, vendor: true, sent: sentryHeaders },
  { beside: 'Sentry', line: '2', loaded: [ours, sdk('sentry')], seen: everything, vendor: true, sent: sentryHeaders },
  {
    beside: "Sentry's tracer provider",
    line: '2',
    loaded: [sdk('sentry'), ours],
    seen: nothing,
    said: foreign,
    env: sentryProvider,
    vendor: true,
    sent: sentryHeaders,
  },
  {
    beside: "Sentry's tracer provider",
    line: '2',
    loaded: [ours, sdk('sentry')],
    seen: nothing,
    said: foreign,
    env: sentryProvider,
    vendor: true,
    sent: sentryHeaders,
  },
  { ...datadog, loaded: ['dd-trace', ours] },
  { ...datadog, loaded: [ours, 'dd-trace'] },
];

/** How each kind of program loads what it is given. Sentry takes no `--require`. */
const formats = {
  'an ES module': { flag: '--import', app: 'app.mjs', own: '.mjs', datadog: 'dd-trace/initialize.mjs' },
  CommonJS: { flag: '--require', app: 'app.cjs', own: '.cjs', datadog: 'dd-trace/init' },
} as const;

function argsOf(loaded: readonly string[], format: keyof typeof formats): string[] {
  const { flag, app, own, datadog: tracer } = formats[format];
  const flags = loaded.flatMap((name) => {
    const file = name === 'dd-trace' ? tracer : name.startsWith('./') ? `${name}${own}` : name;
    return [name === sdk('sentry') ? '--import' : flag, file];
  });
  return [...flags, `${APPS}/${app}`];
}

const quiet = {
  // The detectors of clouds ask hosts that are not there.
  OTEL_NODE_RESOURCE_DETECTORS: 'env',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

for (const line of ['2', '3'] as const) {
  suite(`beside other telemetry, on SDK ${line}`, () => {
    let around: Beside;
    let sink: Sink;
    let bare: Ended;
    before(async () => {
      around = await startBeside(besideFolders[line], APPS, line === '2' ? ['@sentry', 'dd-trace', 'openai'] : []);
      sink = await startSink();
      bare = await around.run('openai', [`${APPS}/app.mjs`]);
      assert.equal(bare.code, 0, bare.stderr);
    });
    after(() => Promise.all([around.close(), sink.close()]));

    const run = (loaded: readonly string[], format: keyof typeof formats, env: Way['env']): Promise<Ended> => {
      sink.received.length = 0;
      return around.run('openai', argsOf(loaded, format), {
        ...quiet,
        SENTRY_DSN: `http://key@127.0.0.1:${sink.port}/1`,
        DD_TRACE_AGENT_URL: `http://127.0.0.1:${sink.port}`,
        DD_TRACE_FLUSH_INTERVAL: '10',
        DD_TRACE_STARTUP_LOGS: 'false',
        DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
        DD_REMOTE_CONFIGURATION_ENABLED: 'false',
        ...env,
      });
    };

    for (const way of ways.filter((candidate) => candidate.line === line)) {
      for (const format of ['an ES module', 'CommonJS'] as const) {
        const order = way.loaded.length < 2 ? '' : way.loaded[0] === ours ? ', loaded after us' : ', loaded before us';
        test(`${way.beside}${order}: ${format} works as ever, and is seen once`, async () => {
          const others = way.loaded.filter((name) => name !== ours);
          const { stdout } = way.alters === true ? await run(others, format, way.env) : bare;
          const sent = (way.sent ?? []).map((header) => `/v1/chat/completions ${header}`);
          if (way.alters === true) assert.deepEqual(contextHeaders(around.provider.requests), sent, 'without us');
          const ended = await run(way.loaded, format, way.env);
          assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 0, stdout }, ended.stderr);
          assert.equal(around.provider.requests.length, 4);
          assert.deepEqual(contextHeaders(around.provider.requests), sent);
          assert.deepEqual(seenOf(around.receiver.spans()), way.seen);
          assert.match(ended.stderr, way.said ?? /^$/);
          if (way.vendor === true) assert.ok(sink.received.some(({ body }) => body.includes('gen_ai')));
        });
      }
    }

    for (const loaded of [
      [auto, ours],
      [ours, auto],
    ]) {
      const order = loaded[0] === ours ? 'after' : 'before';
      test(`${auto}, loaded ${order} us: a provider learns of no task, not even by what is no call`, async () => {
        const flags = loaded.flatMap((name) => ['--import', name]);
        const ended = await around.run('openai', [...flags, `${APPS}/no-calls.mjs`], quiet);
        assert.equal(ended.code, 0, ended.stderr);
        const sent = contextHeaders(around.provider.requests);
        const theirs = sent.filter((header) => /^api\.openai\.com\S+ traceparent$/.test(header));
        assert.ok(theirs.length > 0);
        assert.deepEqual(
          sent.filter((header) => !theirs.includes(header)),
          [
            '/ traceparent',
            ...['/v1/batches', '/v1/files', '/v1/models'].flatMap((path) => [
              `orders.example.com${path} baggage taskmeter.task.id taskmeter.task.type`,
              `orders.example.com${path} traceparent`,
            ]),
          ],
        );
      });
    }
  });
}

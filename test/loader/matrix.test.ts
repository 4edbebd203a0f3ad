import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { repository, build } from '../support/built.ts';
import { type Ended, runNode } from '../support/child.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver.ts';

const apps = 'test/loader/apps';
const ways: { readonly way: string; readonly args: readonly string[]; readonly nodeOptions?: string }[] = [
  { way: '--import, ES module', args: ['--import', 'taskmeter/register', `${apps}/app.mjs`] },
  { way: '--import, CommonJS', args: ['--import', 'taskmeter/register', `${apps}/app.cjs`] },
  { way: '--require, CommonJS', args: ['--require', 'taskmeter/register', `${apps}/app.cjs`] },
  { way: '--require, ES module', args: ['--require', 'taskmeter/register', `${apps}/app.mjs`] },
  { way: 'first line of a CommonJS program', args: [`${apps}/first-line.cjs`] },
  { way: 'NODE_OPTIONS, ES module', args: [`${apps}/app.mjs`], nodeOptions: '--import=taskmeter/register' },
  { way: 'NODE_OPTIONS, CommonJS', args: [`${apps}/app.cjs`], nodeOptions: '--import=taskmeter/register' },
];

/** By hand: tokens of `test/support/wire`, prices of the catalogue in USD per million. */
const libraries = [
  // 56 × 0.40 + 64 × 0.10 + 30 × 1.60
  { library: 'openai', model: 'gpt-4.1-mini', cost: '0.0000768', path: '/v1/chat/completions' },
  // 40 × 5 + 64 × 0.50 + 10 × 6.25 + 6 × 10 + 30 × 25
  { library: 'anthropic', model: 'claude-opus-4-8', cost: '0.0011045', path: '/v1/messages' },
] as const;

let provider: FakeProvider;
let receiver: OtlpReceiver;
before(async () => {
  build();
  provider = await startFakeProvider();
  receiver = await startOtlpReceiver();
});
after(() => Promise.all([provider.close(), receiver.close()]));

function run(library: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return runNode([...args, library], {
    cwd: repository,
    env: {
      PROVIDER_URL: provider.url,
      TASKMETER_HOSTS: `${new URL(provider.url).host}=${library}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_SERVICE_NAME: 'shop',
      ...env,
    },
  });
}

for (const { library, model, cost, path } of libraries) {
  suite(`an application that calls ${library}`, () => {
    let bare: Ended;
    before(async () => {
      bare = await run(library, [`${apps}/app.mjs`]);
      assert.equal(bare.code, 0, bare.stderr);
    });

    for (const { way, args, nodeOptions } of ways) {
      test(`is observed when loaded by ${way}`, async () => {
        provider.reset();
        receiver.clear();
        const ended = await run(library, args, nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions });

        // What the application sees, but for the header that the request to itself now has.
        assert.deepEqual(
          { code: ended.code, stdout: ended.stdout, stderr: ended.stderr },
          { code: bare.code, stdout: bare.stdout.replace('"traced":false', '"traced":true'), stderr: bare.stderr },
        );

        // What the provider sees: nothing of ours.
        assert.deepEqual(
          provider.requests.map((request) => ({
            path: request.path,
            headers: request.headers.filter(([name]) => /^(?:traceparent|tracestate|baggage)$/i.test(name)),
          })),
          [
            { path, headers: [] },
            { path, headers: [] },
          ],
        );

        const spans = receiver.spans();
        const call = {
          scope: 'taskmeter',
          name: `chat ${model}`,
          kind: 'client',
          cost: { 'taskmeter.cost.exact': cost },
        };
        const totals = { 'taskmeter.task.calls': 1, 'taskmeter.task.cost_exact': cost };
        assert.deepEqual(treesOf(spans), [
          {
            scope: '@opentelemetry/instrumentation-undici',
            name: 'GET',
            kind: 'client',
            cost: {},
            children: [
              {
                scope: '@opentelemetry/instrumentation-http',
                name: 'GET',
                kind: 'server',
                cost: { ...totals, 'taskmeter.task.outcome': 'unknown', 'taskmeter.task.type': 'GET' },
                children: [{ ...call, children: [] }],
              },
            ],
          },
          {
            scope: 'taskmeter',
            name: 'task support.ticket',
            kind: 'internal',
            cost: { ...totals, 'taskmeter.task.outcome': 'success', 'taskmeter.task.type': 'support.ticket' },
            children: [{ ...call, cost: { ...call.cost, 'taskmeter.task.type': 'support.ticket' }, children: [] }],
          },
        ]);
        assert.deepEqual([...new Set(spans.map(({ resource }) => resource['service.name']))], ['shop']);
        assert.doesNotMatch(JSON.stringify(spans), /private question|The cat/);
      });
    }
  });
}

interface Tree {
  readonly scope: string;
  readonly name: string;
  readonly kind: string | undefined;
  readonly cost: Readonly<Record<string, unknown>>;
  readonly children: readonly Tree[];
}

function treesOf(spans: readonly ReceivedSpan[], parent?: string): Tree[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .map((span) => ({
      scope: span.scope,
      name: span.name,
      kind: ['', 'internal', 'server', 'client'][span.kind],
      cost: pick(span.attributes, [
        'taskmeter.cost.exact',
        'taskmeter.task.calls',
        'taskmeter.task.cost_exact',
        'taskmeter.task.outcome',
        'taskmeter.task.type',
      ]),
      children: treesOf(spans, span.spanId),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function pick(from: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
}

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { build, repository } from '../support/built.ts';
import { type Ended, runNode } from '../support/child.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { contextHeaders } from '../support/run-record.ts';

before(build);

suite('a request to a model that is made by hand', () => {
  let provider: FakeProvider;
  before(async () => {
    provider = await startFakeProvider();
  });
  after(() => provider.close());

  function run(app: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const { port } = new URL(provider.url);
    provider.reset();
    return runNode(['--import', 'taskmeter/register', app], {
      cwd: repository,
      env: {
        PROVIDER: provider.url,
        TASKMETER_HOSTS: `localhost:${port}=openai`,
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        ...env,
      },
    });
  }

  /** Of the trace: none of both requests to the host that the user has named, but the third address, which is nobody's. */
  function assertTold(): void {
    assert.deepEqual(
      provider.requests.map((request) => contextHeaders([request])),
      [[], [], ['/v1/chat/completions traceparent']],
    );
  }

  test('is warned of once for each host of a provider, without its path or key', async () => {
    const { code, stderr } = await run('test/register/apps/raw.mjs');
    const { port } = new URL(provider.url);
    assert.equal(code, 0);
    assert.match(stderr, /^taskmeter: a request to a model at [^\n]+\n$/);
    assert.ok(stderr.includes(` at localhost:${port} is not observed`), stderr);
    assert.ok(stderr.includes('use a client library that is observed (openai, @anthropic-ai/sdk'), stderr);
    assert.ok(!/secret|chat/.test(stderr), stderr);
    assertTold();
  });

  test('carries no trace to a host that the user has named, and its address is in no span', async () => {
    const receiver = await startOtlpReceiver();
    try {
      const { code } = await run('test/register/apps/raw-in-task.mjs', {
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      });
      assert.deepEqual(
        {
          code,
          asked: provider.requests.length,
          tracing: contextHeaders(provider.requests),
          spans: receiver.spans().map(({ name }) => name),
        },
        // What else that host serves belongs to the trace.
        {
          code: 0,
          asked: 3,
          tracing: ['/orders baggage taskmeter.task.id taskmeter.task.type', '/orders traceparent'],
          spans: ['GET', 'task by-hand'],
        },
      );
    } finally {
      await receiver.close();
    }
  });

  test('is nobody’s concern where taskmeter is disabled', async () => {
    assert.equal((await run('test/register/apps/raw.mjs', { TASKMETER_DISABLED: 'true' })).stderr, '');
  });

  test('names the version of a client library that is not supported', async () => {
    const folder = mkdtempSync(`${tmpdir()}/taskmeter-unsupported-`);
    try {
      const library = `${folder}/node_modules/openai`;
      mkdirSync(`${library}/resources/chat/completions`, { recursive: true });
      writeFileSync(`${library}/package.json`, JSON.stringify({ name: 'openai', version: '99.1.0' }));
      writeFileSync(`${library}/resources/chat/completions/completions.js`, 'exports.Completions = class {};');
      writeFileSync(
        `${folder}/app.cjs`,
        `require('openai/resources/chat/completions/completions.js');
         import(${JSON.stringify(`file://${repository}/test/register/apps/raw.mjs`)});`,
      );
      const { stderr } = await run(`${folder}/app.cjs`);
      assert.match(stderr, /openai 99\.1\.0 is loaded, and >=4\.0\.0 <8 is supported/);
      assertTold();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

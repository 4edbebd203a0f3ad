import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { otelFolders } from '../../../scripts/sdks.ts';
import { startNode } from '../../support/child.ts';
import { eventually } from '../../support/eventually.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../support/otlp-receiver.ts';
import { type Application, type ApplicationOptions, createApplication, told, todoOf } from './application.ts';

let receiver: OtlpReceiver;
let env: Record<string, string>;
const applications: Application[] = [];
before(async () => {
  receiver = await startOtlpReceiver();
  env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
});
after(async () => {
  for (const application of applications) application.remove();
  await receiver.close();
});

function application(options: ApplicationOptions): Application {
  const created = createApplication(options);
  applications.push(created);
  return created;
}

/** A server that is up when it says so, with two client libraries. */
const SERVER = `
import { createServer } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
const clients = [new OpenAI({ apiKey: 'secret-key' }), new Anthropic({ apiKey: 'secret-key' })];
createServer().listen(0, '127.0.0.1', () => console.log('up with', clients.length));
`;

const dependencies = { dependencies: { openai: '*', '@anthropic-ai/sdk': '*' } };

suite('the doctor finds a healthy program healthy', () => {
  let healthy: Application;
  before(() => {
    healthy = application({
      files: {
        'server.mjs': SERVER,
        'package.json': JSON.stringify({
          ...dependencies,
          scripts: { start: 'node --import taskmeter/register server.mjs' },
        }),
      },
    });
  });

  test('says so, as text, with the status 0, and keeps apart what the program prints', async () => {
    const before = receiver.requests.length;
    const ended = await healthy.doctor(['--import', 'server.mjs'], env);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: 'up with 2\n' });
    const lines = ended.stdout.split('\n').map((line) => line.trimEnd());
    assert.ok(
      lines.every((line) => /^(?:ok {7}| {9}|all is well|taskmeter |$)/.test(line)),
      ended.stdout,
    );
    assert.equal(lines.at(-2), 'all is well');
    assert.doesNotMatch(ended.stdout, /secret/);
    assert.ok(!ended.stdout.includes('\u001B'), 'no colours where it is no terminal');
    // One request for spans and one for metrics, with nothing in them; the program itself had no spans.
    assert.deepEqual(
      receiver.requests.slice(before).filter(({ path, body }) => path === '/v1/traces' && body.length > 0),
      [],
    );
  });

  test('and as JSON of the documented shape', async () => {
    const report = await healthy.report(['--import', 'server.mjs'], env);
    assert.deepEqual(
      { ...report, findings: undefined },
      {
        taskmeter: '0.1.0',
        status: 'ok',
        program: ['node', '--import', 'taskmeter/register', 'server.mjs'],
        findings: undefined,
      },
    );
    assert.deepEqual(
      told(
        report,
        'program',
        'loading',
        'api',
        'sdk',
        'provider',
        'processor',
        'sampler',
        'library',
        'exporter',
        'metrics',
        'settings',
      ),
      [
        'ok: node --import taskmeter/register server.mjs: started; the doctor has ended it',
        'ok: by --import taskmeter/register',
        'ok: @opentelemetry/api 1.9.1',
        'ok: OpenTelemetry SDK 2.9.0',
        'ok: TracerProvider of @opentelemetry/sdk-trace 2.9.0',
        'ok: ours is in place, before OTLPTraceExporter',
        'ok: wrapped: ParentBased{root=AlwaysOnSampler} decides about everything but calls and tasks',
        'ok: @anthropic-ai/sdk 1.12.0: observed',
        'ok: openai 7.57.0: observed',
        `ok: ${receiver.url}/v1/traces (http/protobuf): takes spans`,
        `ok: ${receiver.url}/v1/metrics (http/protobuf): takes metrics`,
        'ok: no TASKMETER_* variable is set',
      ],
    );
  });
});

suite('the doctor names the cause of', () => {
  test('a hook that comes too late', async () => {
    const late = application({
      files: {
        // What package.json does not name is not asked for again (`patch/rescue.ts`).
        'package.json': '{}',
        'late.mjs': `import OpenAI from 'openai';\nimport 'taskmeter/register';\nnew OpenAI({ apiKey: 'k' });\nsetInterval(() => {}, 1000);`,
      },
    });
    const report = await late.report(['--import', 'late.mjs'], env);
    assert.equal(report.status, 'problem');
    assert.deepEqual(
      told(report, 'loading', 'library').filter((line) => !line.startsWith('ok')),
      [
        'warning: by the program itself, an ES module: its other imports are loaded before taskmeter runs',
        'problem: openai 7.57.0: loaded before taskmeter could hook it: its calls are not observed',
      ],
    );
    assert.match(todoOf(report, 'library')[0] ?? '', /^start with node --import taskmeter\/register/);
  });

  test('a program that does not load taskmeter at all, and goes on as if it did', async () => {
    const bare = application({ files: { 'server.mjs': SERVER, 'package.json': JSON.stringify(dependencies) } });
    const report = await bare.report(['--import', 'server.mjs'], env);
    assert.equal(report.status, 'warning');
    assert.deepEqual(report.program, ['node', '--import', 'taskmeter/register', 'server.mjs']);
    assert.deepEqual(told(report, 'loading'), [
      'warning: the program itself does not load it; this is how it is with --import taskmeter/register',
    ]);
    const asGiven = await bare.report(['--', process.execPath, 'server.mjs'], env);
    assert.deepEqual(told(asGiven, 'loading', 'sdk'), ['problem: not loaded', 'problem: no OpenTelemetry SDK']);
    assert.deepEqual(todoOf(asGiven, 'loading'), ['start with node --import taskmeter/register server.mjs']);
  });

  test('two SDKs', async () => {
    const two = application({
      files: {
        'package.json': JSON.stringify(dependencies),
        'server.mjs': `import { NodeSDK } from '@opentelemetry/sdk-node';\nnew NodeSDK().start();\n${SERVER}`,
      },
    });
    const report = await two.report(['--', process.execPath, '--import', 'taskmeter/register', 'server.mjs'], env);
    assert.deepEqual(told(report, 'sdk'), [
      "warning: two SDKs are set up: the application's takes over from taskmeter/register's",
    ]);
    assert.match(todoOf(report, 'sdk')[0] ?? '', /^keep one: new NodeSDK\(\{ \.\.\.taskmeter\(\) \}\)/);
    const second = application({
      files: {
        'package.json': JSON.stringify(dependencies),
        'server.mjs': `import { NodeSDK } from '@opentelemetry/sdk-node';\nimport { taskmeter } from 'taskmeter';\nglobalThis.sdks = [new NodeSDK(), new NodeSDK({ ...taskmeter() })];\nfor (const sdk of sdks) sdk.start();\n${SERVER}`,
      },
    });
    const missing = await second.report(['--import', 'server.mjs'], env);
    assert.equal(missing.status, 'problem');
    assert.deepEqual(told(missing, 'sdk', 'processor'), [
      'problem: two SDKs are set up, and the one that came second gets no spans',
      'problem: ours is missing: requests are no tasks, totals are not on spans (OTLPTraceExporter)',
    ]);
  });

  test('an SDK in two copies', async () => {
    const other = JSON.stringify(`${otelFolders['2-oldest']}/x.cjs`);
    const copies = application({
      files: {
        'package.json': JSON.stringify(dependencies),
        'server.mjs': `import { createRequire } from 'node:module';\ncreateRequire(${other})('@opentelemetry/sdk-node');\n${SERVER}`,
      },
    });
    const report = await copies.report(['--', process.execPath, '--import', 'taskmeter/register', 'server.mjs'], env);
    const [sdk] = told(report, 'sdk');
    assert.match(
      sdk ?? '',
      /^warning: SDKs are loaded in 2 copies: 2\.0\.1 in .+sdk-trace-base, 2\.9\.0 in .+sdk-trace$/,
    );
    assert.match(told(report, 'api')[0] ?? '', /^warning: 2 copies of @opentelemetry\/api: /);
  });

  test('an exporter that is refused', async () => {
    const closed = await startOtlpReceiver();
    await closed.close();
    const { host } = new URL(closed.url);
    const refused = application({ files: { 'server.mjs': SERVER, 'package.json': JSON.stringify(dependencies) } });
    const line = ['--', process.execPath, '--import', 'taskmeter/register', 'server.mjs'];
    const ended = await refused.doctor(line, { OTEL_EXPORTER_OTLP_ENDPOINT: closed.url });
    assert.equal(ended.code, 1);
    const [, text = ''] = /^problem {2}exporter +(.+?)\n\S/ms.exec(ended.stdout) ?? [];
    assert.equal(
      text.replaceAll(/\s+/g, ' '),
      `http://${host}/v1/traces (http/protobuf): refused: nothing listens on ${host} → start the collector, or set OTEL_EXPORTER_OTLP_ENDPOINT to where it is`,
    );
    assert.match(ended.stdout, /\n1 problem, 1 warning\n$/);
  });

  test('an exporter in code that is refused, whatever the environment says, and no credentials in the report', async () => {
    const closed = await startOtlpReceiver();
    await closed.close();
    const { host } = new URL(closed.url);
    const inCode = application({
      files: {
        'package.json': JSON.stringify(dependencies),
        'setup.mjs': `import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { taskmeter } from 'taskmeter';
const exporter = new OTLPTraceExporter({ url: 'http://user:secret-word@${host}/v1/traces?key=secret-key', headers: { 'x-key': 'secret-key' } });
new NodeSDK({ ...taskmeter({ spanProcessors: [new tracing.BatchSpanProcessor(exporter)] }) }).start();`,
        'server.mjs': SERVER,
      },
    });
    const ended = await inCode.doctor(['--json', '--', process.execPath, '--import', './setup.mjs', 'server.mjs'], {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/v1/traces`,
    });
    const report = JSON.parse(ended.stdout) as Parameters<typeof told>[0];
    assert.deepEqual(told(report, 'loading', 'processor', 'exporter', 'metrics'), [
      'ok: by a file that is loaded ahead of the program',
      'ok: ours is in place, before OTLPTraceExporter',
      `problem: http://${host}/v1/traces: refused: nothing listens on ${host}`,
    ]);
    assert.doesNotMatch(ended.stdout, /secret/);
  });

  test('a sampler that drops calls', async () => {
    const sampled = application({
      files: {
        'package.json': JSON.stringify(dependencies),
        'server.mjs': SERVER,
        'setup.mjs': `import { NodeSDK, tracing } from '@opentelemetry/sdk-node';\nnew NodeSDK({ sampler: new tracing.TraceIdRatioBasedSampler(0.1) }).start();`,
      },
    });
    const line = ['--', process.execPath, '--import', './setup.mjs', '--import', 'taskmeter/register', 'server.mjs'];
    const report = await sampled.report(line, env);
    assert.deepEqual(told(report, 'sampler'), [
      'problem: TraceIdRatioBased{0.1} is not wrapped, which lets 2 of 16 calls through; the spans of the others, and their cost, are not exported',
    ]);
    assert.deepEqual(todoOf(report, 'sampler'), ['give it our parts: new NodeSDK({ ...taskmeter() })']);
    const asked = await sampled.report(line, { ...env, TASKMETER_SAMPLING: 'follow' });
    assert.match(
      told(asked, 'sampler')[0] ?? '',
      /^ok: TraceIdRatioBased\{0\.1\}, .+, as TASKMETER_SAMPLING=follow asks for$/,
    );
  });

  test("a tracer provider that is nobody's we can join", async () => {
    const foreign = application({
      files: {
        'package.json': JSON.stringify(dependencies),
        'server.mjs': SERVER,
        'setup.mjs': `import { trace } from '@opentelemetry/api';\nclass OtherProvider { getTracer = () => trace.getTracer('none'); }\ntrace.setGlobalTracerProvider(new OtherProvider());`,
      },
    });
    const line = ['--', process.execPath, '--import', './setup.mjs', '--import', 'taskmeter/register', 'server.mjs'];
    const report = await foreign.report(line, env);
    assert.deepEqual(told(report, 'provider', 'processor', 'exporter'), [
      'ok: OtherProvider',
      'warning: this provider takes no span processor: requests are no tasks',
      'ok: spans go where OtherProvider sends them; OTEL_* variables do not decide',
    ]);
  });

  test('a major version that is not known', async () => {
    const future = application({
      files: { 'server.mjs': SERVER, 'package.json': JSON.stringify(dependencies) },
      versions: { openai: '8.0.0' },
    });
    const report = await future.report(['--', process.execPath, '--import', 'taskmeter/register', 'server.mjs'], env);
    assert.deepEqual(told(report, 'library'), [
      'ok: @anthropic-ai/sdk 1.12.0: observed',
      'problem: openai 8.0.0: newer than what is observed (>=4.0.0 <8): its calls are not counted',
    ]);
    assert.equal(todoOf(report, 'library')[1], 'update taskmeter, or stay with a supported version');
    const outside = await future.report([], env);
    assert.ok(
      told(outside, 'library').includes(
        'problem: openai 8.0.0: newer than what is observed (>=4.0.0 <8): its calls are not counted',
      ),
    );
  });

  test('parts that no SDK was started with', async () => {
    const idle = application({
      files: {
        'package.json': JSON.stringify(dependencies),
        'server.mjs': `import { taskmeter } from 'taskmeter';\ntaskmeter();\n${SERVER}`,
      },
    });
    const report = await idle.report(['--import', 'server.mjs'], env);
    assert.deepEqual(
      told(report, 'loading', 'provider', 'library').filter((line) => !line.startsWith('ok')),
      [
        'problem: taskmeter() was called, but no SDK was started with its parts',
        'problem: no tracer provider is registered: there are no spans',
        'problem: @anthropic-ai/sdk 1.12.0: loaded, and nothing is observed',
        'problem: openai 7.57.0: loaded, and nothing is observed',
      ],
    );
  });

  test('a library that a bundler has put into the program', async () => {
    const bundle = application({
      files: {
        'package.json': '{}',
        'bundle.mjs': `export const header = 'X-Stainless-Retry-Count';\nexport const rest = '${'x'.repeat(60_000)}';\nsetInterval(() => {}, 1000);`,
      },
    });
    const report = await bundle.report(['--', process.execPath, '--import', 'taskmeter/register', 'bundle.mjs'], env);
    assert.ok(
      told(report, 'library').includes(
        `problem: ${bundle.folder}/bundle.mjs: has a client library bundled into it, which no hook sees`,
      ),
    );
  });

  test('a program that fails at its start, or is not to be found', async () => {
    const broken = application({ files: { 'broken.mjs': 'process.exit(3);' } });
    const line = ['--', process.execPath, '--import', 'taskmeter/register', 'broken.mjs'];
    const report = await broken.report(line, env);
    assert.match(told(report, 'program')[0] ?? '', /: ended with exit status 3$/);
    const nowhere = await broken.report(['--', './no-such-program'], env);
    assert.deepEqual(told(nowhere, 'program'), ['problem: ./no-such-program: cannot be started (ENOENT)']);
  });
});

test('the doctor looks into what the command starts in turn, and ends it with it', async () => {
  const nested = application({
    files: {
      'package.json': JSON.stringify(dependencies),
      'server.mjs': `${SERVER}\nconsole.log('pid', process.pid);`,
      'start.cjs': `require('node:child_process').spawn(process.execPath, ['--import', 'taskmeter/register', 'server.mjs'], { stdio: 'inherit' });`,
    },
  });
  const ended = await nested.doctor(['--json', '--', process.execPath, 'start.cjs'], env);
  const report = JSON.parse(ended.stdout) as Parameters<typeof told>[0];
  assert.deepEqual(told(report, 'loading'), ['ok: by --import taskmeter/register']);
  assert.ok(told(report, 'library').includes('ok: openai 7.57.0: observed'));
  const pid = Number(/pid (\d+)/.exec(ended.stderr)?.[1]);
  assert.equal(isRunning(pid), false);
});

test('the doctor ends the program with itself when it is interrupted', async () => {
  const served = application({
    files: { 'package.json': '{}', 'server.mjs': `${SERVER}\nconsole.log('pid', process.pid);` },
  });
  const child = startNode(
    [`${served.folder}/node_modules/taskmeter/dist/cli.js`, 'doctor', '--', process.execPath, 'server.mjs'],
    { cwd: served.folder },
  );
  let printed = '';
  await new Promise<void>((resolve) => {
    child.process.stderr?.on('data', (part: Buffer) => {
      printed += part.toString();
      if (printed.includes('pid ')) resolve();
    });
  });
  child.kill('SIGINT');
  assert.equal((await child.ended).code, 130);
  const pid = Number(/pid (\d+)/.exec(printed)?.[1]);
  await eventually('the program to be gone', async () => (isRunning(pid) ? undefined : true));
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

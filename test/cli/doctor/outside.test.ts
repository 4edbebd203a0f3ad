import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type OtlpReceiver, startOtlpReceiver } from '../../support/otlp-receiver.ts';
import { type Application, createApplication, told } from './application.ts';

let receiver: OtlpReceiver;
let application: Application;
let env: Record<string, string>;
before(async () => {
  receiver = await startOtlpReceiver();
  env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  application = createApplication({
    files: {
      'prices.yaml':
        'provider: openai\nrows:\n  - { model: mine, prices: { input: "1", output: "2" }, source: contract }\n',
      'discounts.yaml':
        'discounts:\n  - { provider: openai, factor: "0.8" }\n  - { provider: openai, model: mine, factor: "0.9" }\n  - { provider: openai, model: gpt-4.1-latest, factor: "0.7" }\n  - { provider: opnai, factor: "0.6" }\n',
      'broken.yaml': 'provider: openai\nrows:\n  - { model: mine, prices: { input: cheap } }\n',
    },
  });
});
after(async () => {
  application.remove();
  await receiver.close();
});

suite('the doctor without a program', () => {
  test('says what can be said from outside', async () => {
    const ended = await application.doctor([], env);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    const lines = ended.stdout.split('\n').filter((line) => /^(?:ok|warning|problem)/.test(line));
    assert.deepEqual(
      lines.map((line) => line.replaceAll(/ {2,}/g, ' ').replace(/catalogue \w+: \d+ rows, .+/, 'catalogue …')),
      [
        `ok runtime Node.js ${process.versions.node}`,
        'ok api @opentelemetry/api 1.9.1',
        'ok sdk OpenTelemetry SDK 2.9.0',
        'ok library @anthropic-ai/sdk 1.12.0: supported (>=0.30.0 <2)',
        'ok library openai 7.57.0: supported (>=4.0.0 <8)',
        `ok exporter ${receiver.url}/v1/traces (http/protobuf): takes spans`,
        `ok metrics ${receiver.url}/v1/metrics (http/protobuf): takes metrics`,
        'ok settings no TASKMETER_* variable is set',
        'ok prices catalogue …',
      ],
    );
    assert.match(ended.stdout, /\nall is well\nThis is what can be said from outside\./);
  });

  test('names every mistaken variable', async () => {
    const report = await application.report([], { ...env, TASKMETER_PRICE: 'x', TASKMETER_SAMPLING: 'sometimes' });
    assert.equal(report.status, 'problem');
    const [first, second] = told(report, 'settings').toSorted();
    assert.match(first ?? '', /^problem: TASKMETER_SAMPLING is "sometimes"; allowed: always, follow$/);
    assert.match(second ?? '', /^problem: unknown variable TASKMETER_PRICE \(did you mean TASKMETER_PRICES\?\)/);
  });

  test('says when nothing is observed at all', async () => {
    const disabled = await application.report([], { ...env, TASKMETER_DISABLED: 'true' });
    assert.deepEqual(told(disabled, 'settings'), ['problem: TASKMETER_DISABLED is true: nothing is observed']);
    const noSdk = await application.report([], { ...env, OTEL_SDK_DISABLED: 'true' });
    assert.deepEqual(told(noSdk, 'loading'), ['problem: OTEL_SDK_DISABLED is true: nothing is observed']);
  });

  test('shows the settings in force, and what else decides', async () => {
    const report = await application.report([], {
      ...env,
      TASKMETER_CAPTURE_CONTENT: 'true',
      OTEL_CONFIG_FILE: 'nowhere.yaml',
      ANTHROPIC_OPEN_TELEMETRY: 'true',
      NODE_OPTIONS: '--import taskmeter/register',
    });
    assert.deepEqual(told(report, 'settings', 'loading'), [
      'ok: NODE_OPTIONS: names taskmeter/register, which every process looks for from its own folder',
      'ok: TASKMETER_CAPTURE_CONTENT=true',
      'warning: TASKMETER_CAPTURE_CONTENT: stop sequences are written on spans',
      'problem: OTEL_CONFIG_FILE: nowhere.yaml does not exist',
    ]);
    assert.ok(
      told(report, 'library').includes(
        'ok: @anthropic-ai/sdk: ANTHROPIC_OPEN_TELEMETRY is true: its own spans are taken for the calls they are, and it sends a traceparent to the provider',
      ),
    );
  });

  test('reads the price file', async () => {
    const good = await application.report([], { ...env, TASKMETER_PRICES: 'prices.yaml' });
    assert.deepEqual(told(good, 'prices').slice(1), ['ok: TASKMETER_PRICES: prices.yaml: 1 rows, changed today']);
    const discounted = await application.report([], { ...env, TASKMETER_PRICES: 'prices.yaml, discounts.yaml' });
    assert.deepEqual(told(discounted, 'prices').slice(2), [
      'ok: TASKMETER_PRICES: discounts.yaml: 0 rows, changed today',
      'warning: TASKMETER_PRICES: the discount 0.7 on openai/gpt-4.1-latest lowers no price',
      'warning: TASKMETER_PRICES: the discount 0.6 on opnai lowers no price',
    ]);
    const broken = await application.report([], { ...env, TASKMETER_PRICES: 'broken.yaml' });
    assert.match(told(broken, 'prices')[1] ?? '', /^problem: TASKMETER_PRICES: broken\.yaml:3: /);
    const missing = await application.report([], { ...env, TASKMETER_PRICES: 'none.yaml' });
    assert.match(
      told(missing, 'prices')[1] ?? '',
      /^problem: TASKMETER_PRICES: cannot read the price file none\.yaml: ENOENT$/,
    );
  });

  test('says what is not installed', async () => {
    const empty = createApplication({ without: ['@opentelemetry/api', 'openai', '@anthropic-ai/sdk'] });
    const report = await empty.report([], env).finally(() => empty.remove());
    assert.deepEqual(told(report, 'api', 'library'), [
      'problem: @opentelemetry/api is not installed',
      `warning: no client library is installed for ${empty.folder}`,
    ]);
  });
});

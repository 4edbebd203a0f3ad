import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { APPS, startSurroundings, type Surroundings } from '../support/surroundings.ts';

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

const line = ['--import', 'taskmeter/register', `${APPS}/app.mjs`];

suite('the standard variables', () => {
  test('default to OTLP over HTTP as protobuf', async () => {
    const ended = await around.run('openai', line, { OTEL_EXPORTER_OTLP_PROTOCOL: '' });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    const traces = around.receiver.requests.filter(({ path }) => path === '/v1/traces');
    assert.ok(traces.length > 0);
    assert.ok(traces.every(({ headers }) => headers['content-type'] === 'application/x-protobuf'));
    assert.ok(traces.some(({ body }) => body.includes('task support.ticket')));
  });

  test('name the traces endpoint, its headers and its compression', async () => {
    await around.run('openai', line, {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${around.receiver.url}/somewhere`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-team=checkout',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    });
    const [request] = around.receiver.requests;
    assert.deepEqual(
      {
        path: request?.path,
        team: request?.headers['x-team'],
        encoding: request?.headers['content-encoding'],
      },
      { path: '/somewhere', team: 'checkout', encoding: 'gzip' },
    );
  });

  test('print every span once with OTEL_TRACES_EXPORTER=console', async () => {
    const ended = await around.run('openai', line, {
      OTEL_TRACES_EXPORTER: 'console',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    });
    assert.equal(ended.stdout.split("name: 'task support.ticket'").length - 1, 1);
    assert.deepEqual(around.receiver.requests, []);
  });

  test('export nothing with OTEL_TRACES_EXPORTER=none', async () => {
    const ended = await around.run('openai', line, { OTEL_TRACES_EXPORTER: 'none' });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(around.receiver.spans(), []);
  });

  test('export twice with OTEL_TRACES_EXPORTER=otlp,console', async () => {
    const ended = await around.run('openai', line, { OTEL_TRACES_EXPORTER: 'otlp,console' });
    assert.equal(ended.stdout.split("name: 'task support.ticket'").length - 1, 1);
    assert.equal(around.receiver.spans().filter(({ name }) => name === 'task support.ticket').length, 1);
  });

  test('name the service, its attributes and its instance', async () => {
    await around.run('openai', line, { OTEL_RESOURCE_ATTRIBUTES: 'team=checkout,service.instance.id=till-7' });
    const [span] = around.receiver.spans();
    assert.deepEqual(
      {
        service: span?.resource['service.name'],
        team: span?.resource['team'],
        instance: span?.resource['service.instance.id'],
      },
      { service: 'shop', team: 'checkout', instance: 'till-7' },
    );
    const task = around.receiver.spans().find(({ name }) => name === 'task support.ticket');
    assert.equal(task?.attributes['taskmeter.rollup.instance'], 'till-7');
  });

  test('switch propagation off with OTEL_PROPAGATORS=none', async () => {
    const ended = await around.run('openai', line, { OTEL_PROPAGATORS: 'none' });
    assert.match(ended.stdout, /"traced":false/);
  });

  test('turn on the chatter of OpenTelemetry with OTEL_LOG_LEVEL', async () => {
    const ended = await around.run('openai', line, { OTEL_LOG_LEVEL: 'debug' });
    assert.equal(ended.code, 0);
    assert.match(ended.stdout + ended.stderr, /@opentelemetry\/api: Registered a global for trace/);
  });

  test('an unknown exporter or protocol is said, in one line', async () => {
    const unknown = await around.run('openai', line, { OTEL_TRACES_EXPORTER: 'jaeger' });
    assert.match(unknown.stderr, /^taskmeter: OTEL_TRACES_EXPORTER names jaeger; known are [^\n]+\n$/);
    const protocol = await around.run('openai', line, { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/xml' });
    assert.match(protocol.stderr, /^taskmeter: OTEL_EXPORTER_OTLP_TRACES_PROTOCOL is http\/xml, [^\n]+\n$/);
  });

  for (const name of ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'OTEL_BSP_MAX_QUEUE_SIZE']) {
    test(`${name}=0 is said and not obeyed: the SDK would send empty batches without end, or nothing`, async () => {
      const ended = await around.run('openai', line, { [name]: '0' });
      assert.equal(ended.code, 0);
      assert.match(ended.stderr, new RegExp(`^taskmeter: ${name} is 0, [^\\n]+\\n$`));
      assert.equal(around.receiver.spans().filter(({ name: span }) => span === 'task support.ticket').length, 1);
    });
  }
});

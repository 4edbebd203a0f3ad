import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startReceiver } from '../../scripts/demo/receiver.ts';
import { tracesEndpoint } from '../../scripts/demo/run.ts';

const batch = JSON.stringify({
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'f0', spanId: 'a1', name: 'x' }] }] }],
});

test('what the agent exports is kept, each span once, compressed or not', async () => {
  const receiver = await startReceiver(undefined);
  const plain = await fetch(receiver.tracesUrl, { method: 'POST', body: batch });
  await fetch(receiver.tracesUrl, { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: gzipSync(batch) });
  assert.deepEqual([plain.status, await plain.text()], [200, '{}']);
  assert.deepEqual(
    receiver.spans().map((span) => span.name),
    ['x'],
  );
  await receiver.close();
});

test('with another endpoint every request goes on as it came, and its answer comes back', async () => {
  const seen: unknown[] = [];
  const other = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push([request.url, request.headers['x-tenant'], body]);
      response.writeHead(429).end('later');
    });
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1/traces`;
  const receiver = await startReceiver(url);
  const answer = await fetch(receiver.tracesUrl, { method: 'POST', headers: { 'x-tenant': 'demo' }, body: batch });
  assert.deepEqual([answer.status, await answer.text()], [429, 'later']);
  assert.deepEqual(seen, [['/v1/traces', 'demo', batch]]);
  assert.equal(receiver.undelivered(), `${url} answered 429`);
  assert.equal(receiver.spans().length, 1);
  await receiver.close();

  await new Promise((resolve) => other.close(resolve));
  const alone = await startReceiver(url);
  assert.equal((await fetch(alone.tracesUrl, { method: 'POST', body: batch })).status, 503);
  assert.match(alone.undelivered() ?? '', /ECONNREFUSED/);
  await alone.close();
});

test('the endpoint is the one the environment names, by the rules of OpenTelemetry', () => {
  assert.equal(tracesEndpoint({}), undefined);
  assert.equal(tracesEndpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' }), 'http://c:4318/v1/traces');
  const both = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t:4318/custom',
  };
  assert.equal(tracesEndpoint(both), 'http://t:4318/custom');
  assert.throws(() => tracesEndpoint({ ...both, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }), /OTLP\/HTTP.*4318/);
});

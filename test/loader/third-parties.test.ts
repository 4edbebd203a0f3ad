import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { expectTraceHeaders } from '../support/run-record.ts';
import { APPS, startSurroundings, type Surroundings } from '../support/surroundings.ts';

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

suite('a provider is a third party', () => {
  test('that gets no trace header, even through a pool that mixes up contexts; other requests to its host get one', async () => {
    const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/pool.mjs`]);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    const traced = around.provider.requests
      .filter(({ headers }) => headers.some(([name]) => name === 'traceparent'))
      .map(({ path }) => path);
    assert.deepEqual(traced, ['/orders', '/orders']);
    assert.equal(around.provider.requests.length, 22);
    const spans = around.receiver.spans();
    assert.equal(spans.filter(({ scope }) => scope.endsWith('instrumentation-undici')).length, 2);
    const batch = spans.find(({ name }) => name === 'task batch');
    // 20 × 0.0000768
    assert.equal(batch?.attributes['taskmeter.task.cost_exact'], '0.001536');
  });

  test('whose own host gets no trace header either with requests that are no calls', async () => {
    const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/beside-calls.mjs`]);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    const told = around.provider.requests.flatMap(({ headers }) => {
      const sent = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
      const host = sent.get('host')?.split(':')[0];
      return host !== '127.0.0.1' && (sent.has('traceparent') || sent.has('baggage')) ? [host] : [];
    });
    assert.deepEqual(told, ['orders.example.com', 'orders.example.com']);
  });

  test('to which a client that traces itself, where that is turned on, speaks alone, and whose calls count once', async () => {
    expectTraceHeaders();
    const ended = await around.run('anthropic', ['--import', 'taskmeter/register', `${APPS}/app.mjs`], {
      ANTHROPIC_OPEN_TELEMETRY: 'true',
    });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    const spans = around.receiver.spans();
    assert.deepEqual(
      spans
        .filter(({ kind }) => kind === 3)
        .map(({ scope, attributes }) => [scope, attributes['taskmeter.cost.exact']])
        .toSorted(([a], [b]) => String(b).localeCompare(String(a))),
      [
        ['com.anthropic.sdk.typescript', '0.0011045'],
        ['com.anthropic.sdk.typescript', '0.0011045'],
        ['@opentelemetry/instrumentation-undici', undefined],
      ],
    );
    const told = around.provider.requests.flatMap(({ headers }) => headers.filter(([name]) => name === 'baggage'));
    assert.deepEqual(told, [], 'its own trace header is all it sends');
    const tasks = spans.filter(({ attributes }) => 'taskmeter.task.calls' in attributes);
    assert.deepEqual(
      tasks.map(({ attributes }) => [attributes['taskmeter.task.calls'], attributes['taskmeter.task.cost_exact']]),
      [
        [1, '0.0011045'],
        [1, '0.0011045'],
      ],
    );
  });
});

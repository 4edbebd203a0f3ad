import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { contextHeaders, excuseText } from '../support/run-record.ts';
import { APPS, startSurroundings, type Surroundings } from '../support/surroundings.ts';
import { words } from '../support/wire/answer.ts';

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

suite('a provider is a third party', () => {
  test('that gets no trace header, even through a pool that mixes up contexts; other requests to its host get one', async () => {
    const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/pool.mjs`]);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(contextHeaders(around.provider.requests), ['/orders traceparent']);
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
    assert.deepEqual(contextHeaders(around.provider.requests), [
      // Before the task.
      '/ traceparent',
      'orders.example.com/v1/files baggage taskmeter.task.id taskmeter.task.type',
      'orders.example.com/v1/files traceparent',
      'orders.example.com/v1/models baggage taskmeter.task.id taskmeter.task.type',
      'orders.example.com/v1/models traceparent',
    ]);
  });

  test('to which no request of a client that traces itself tells the task, be it a call or not', async () => {
    for (const text of ['Which of the otters is asleep?', words.join('')]) {
      excuseText(text, "the client's own spans have the messages");
    }
    const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/mistral-native.mjs`]);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(contextHeaders(around.provider.requests), [
      '/mistral/v1/chat/completions traceparent',
      '/mistral/v1/models traceparent',
    ]);
    const native = around.receiver.spans().filter(({ scope }) => scope === 'mistralai_sdk_tracer');
    assert.ok(native.length >= 2);
    for (const { attributes } of native) assert.equal(attributes['taskmeter.task.id'], 'listing-1');
  });

  test('to which a client that traces itself, where that is turned on, speaks alone, and whose calls count once', async () => {
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
    assert.deepEqual(contextHeaders(around.provider.requests), ['/v1/messages traceparent'], 'its own is all it sends');
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

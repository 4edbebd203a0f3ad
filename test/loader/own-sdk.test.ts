import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { APPS, startSurroundings, type Surroundings, treesOf } from '../support/surroundings.ts';
import { openai } from './trees.ts';

const { call, served, task } = openai;

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

suite("an application's own NodeSDK", () => {
  test("with our parts observes, totals, and exports by the environment's exporter", async () => {
    const ended = await around.run('openai', ['--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`]);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(treesOf(around.receiver.spans()), [call, task]);
    assert.equal(around.receiver.spans()[0]?.resource['service.name'], 'own');
  });

  test('gets the HTTP instrumentations, kept off the provider, when it asks for them', async () => {
    const ended = await around.run('openai', ['--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`], {
      OPTIONS: JSON.stringify({ http: true }),
    });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(treesOf(around.receiver.spans()), [served, task]);
    assert.deepEqual(
      around.provider.requests.flatMap(({ headers }) => headers.filter(([name]) => name === 'traceparent')),
      [],
    );
  });

  test('exports nothing where the environment says none, and the call is as ever', async () => {
    const ended = await around.run('openai', ['--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`], {
      OTEL_TRACES_EXPORTER: 'none',
    });
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(around.receiver.spans(), []);
  });

  test('with parts that are disabled still has its exporter and its own spans only', async () => {
    const ended = await around.run('openai', ['--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`], {
      OPTIONS: JSON.stringify({ disabled: true }),
    });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(
      treesOf(around.receiver.spans()).map(({ name }) => name),
      ['task support.ticket'],
    );
  });

  test('refuses an option it does not know, with a stack to the place that gives it', async () => {
    const ended = await around.run('openai', ['--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`], {
      OPTIONS: JSON.stringify({ streamUsge: 'auto' }),
    });
    assert.equal(ended.code, 1);
    assert.match(
      ended.stderr,
      /ConfigError: taskmeter: unknown option streamUsge \(did you mean streamUsage\?\); allowed: /,
    );
    assert.match(ended.stderr, /own-sdk\.mjs:5/);
  });

  test('that started before taskmeter/register keeps the one tracer provider and gets the calls and named tasks', async () => {
    const args = ['--import', `./${APPS}/plain-sdk.mjs`, '--import', 'taskmeter/register', `${APPS}/app.mjs`];
    const ended = await around.run('openai', args);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(treesOf(around.receiver.spans()), [call, task]);
    assert.equal(around.receiver.spans()[0]?.resource['service.name'], 'plain');
  });

  test('that starts after taskmeter/register did takes over, and is told once what it could have besides', async () => {
    const ended = await around.run('openai', ['--import', 'taskmeter/register', `${APPS}/late-sdk.mjs`]);
    assert.equal(ended.code, 0);
    assert.match(ended.stderr, /^taskmeter: the application's own OpenTelemetry SDK takes over from [^\n]+\n$/);
    assert.deepEqual(treesOf(around.receiver.spans()), [served, task]);
    assert.equal(around.receiver.spans()[0]?.resource['service.name'], 'plain');
  });

  test('that starts after taskmeter/register did and has our parts takes over, and has nothing to be told', async () => {
    const args = ['--import', 'taskmeter/register', '--import', `./${APPS}/own-sdk.mjs`, `${APPS}/app.mjs`];
    const ended = await around.run('openai', args);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(treesOf(around.receiver.spans()), [served, task]);
    assert.equal(around.receiver.spans()[0]?.resource['service.name'], 'own');
  });
});

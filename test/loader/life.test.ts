import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { APPS, startSurroundings, type Surroundings } from '../support/surroundings.ts';

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

const line = ['--import', 'taskmeter/register'];

function told(): Record<string, unknown> {
  const spans = around.receiver.spans().map(({ name, attributes }) => [
    name,
    {
      because: attributes['taskmeter.stream.ending'] ?? attributes['taskmeter.rollup.reason'],
      complete: attributes['taskmeter.rollup.complete'],
    },
  ]);
  return Object.fromEntries(spans) as Record<string, unknown>;
}

suite('what is under way when the process ends', () => {
  const expected = {
    'chat gpt-4.1-mini-endless': { because: 'unread', complete: undefined },
    'task endless': { because: 'shutdown', complete: false },
  };

  test('by a signal is exported by what is known of it', async () => {
    const child = around.start('openai', [...line, `${APPS}/interrupted.mjs`]);
    await child.printed('reading');
    child.kill('SIGTERM');
    assert.equal((await child.ended).signal, 'SIGTERM');
    assert.deepEqual(told(), expected);
  });

  test('by process.exit() too', async () => {
    const ended = await around.run('openai', [...line, `${APPS}/interrupted.mjs`], { EXIT_CODE: '7' });
    assert.equal(ended.code, 7);
    assert.deepEqual(told(), expected);
  });
});

suite('a call that ended just before the process does', () => {
  for (const way of ['exit', 'throw', 'microtasks', 'SIGTERM', 'handled SIGTERM', 'flush', 'forceFlush']) {
    test(`by "${way}" is exported with its price and its task`, async () => {
      await around.run('openai', [...line, `${APPS}/last-call.mjs`], { WAY: way, OTEL_BSP_SCHEDULE_DELAY: '60000' });
      assert.deepEqual(
        around.receiver
          .spans()
          .map(({ name, attributes }) => [
            name,
            attributes['taskmeter.cost.exact'],
            attributes['taskmeter.task.calls'],
          ]),
        [
          ['chat gpt-4.1-mini', '0.0000768', undefined],
          ['task job', undefined, 1],
          ['chat gpt-4.1-mini', '0.0000768', undefined],
        ],
      );
    });
  }
});

suite('an application', () => {
  test('that awaits flush() has handed its spans over', async () => {
    await around.run('openai', [...line, `${APPS}/flush.mjs`]);
    assert.deepEqual(
      around.receiver.spans().map(({ name }) => name),
      ['task job'],
    );
  });

  test('that works in a thread is observed there', async () => {
    const ended = await around.run('openai', [...line, `${APPS}/threads.mjs`]);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    const names = around.receiver.spans().map(({ name }) => name);
    assert.deepEqual(names.toSorted(), ['GET', 'GET', 'chat gpt-4.1-mini', 'chat gpt-4.1-mini', 'task support.ticket']);
  });

  test('that is an ES module and imports the one line itself is told that this is too late', async () => {
    const ended = await around.run('openai', [`${APPS}/first-line.mjs`]);
    assert.equal(ended.code, 0);
    assert.match(
      ended.stderr,
      /^taskmeter: imported by an ES module, [^\n]+ start with node --import taskmeter\/register\n$/,
    );
  });
});

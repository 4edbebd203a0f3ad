import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { startSurroundings, type Surroundings } from '../support/surroundings.ts';

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

suite('a function that is frozen after it returns', () => {
  test('has delivered everything by then when it awaits flush(), each time', async () => {
    const child = around.start('openai', ['--import', 'taskmeter/register', 'test/shapes/apps/handler.mjs'], {
      OTEL_BSP_SCHEDULE_DELAY: '60000',
      OTEL_METRIC_EXPORT_INTERVAL: '60000',
    });
    const { stdin } = child.process;
    assert.ok(stdin !== null);
    for (const [n, id] of ['event-1', 'event-2', 'event-3'].entries()) {
      stdin.write(`${id}\n`);
      await child.printed(`done ${id}`);
      // From here on nothing of the function runs: no timer, no socket.
      child.process.kill('SIGSTOP');
      const spans = around.receiver.spans().map(({ name, attributes }) => [name, attributes['taskmeter.task.id']]);
      assert.deepEqual(spans.slice(2 * n), [
        ['embeddings text-embedding-3-small', id],
        ['task event', id],
      ]);
      child.process.kill('SIGCONT');
    }

    const exports = (): number => around.receiver.requests.filter(({ path }) => path === '/v1/traces').length;
    const before = exports();
    for (let n = 0; n < 3; n += 1) stdin.write('flush\n');
    await child.printed('flushed\nflushed\nflushed\n');
    assert.equal(exports(), before, 'nothing pending, nothing sent');

    // Some platforms give no notice of the end.
    child.process.kill('SIGKILL');
    await child.ended;
    assert.equal(around.receiver.spans().length, 6);
  });
});

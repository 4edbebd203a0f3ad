import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { ReceivedSpan } from '../support/otlp-receiver.ts';
import { startSurroundings, type Surroundings } from '../support/surroundings.ts';

const APP = 'test/shapes/apps/threads.mjs';

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

const run = (way: string, env: Readonly<Record<string, string>> = {}) =>
  around.run('openai', ['--import', 'taskmeter/register', APP, way], { OTEL_BSP_SCHEDULE_DELAY: '60000', ...env });

/** What stands on a span of the task that crosses, and under which instance. */
function told({ name, attributes, resource }: ReceivedSpan): unknown[] {
  return [name, attributes['taskmeter.task.id'], attributes['taskmeter.task.calls'], resource['service.instance.id']];
}

function byText(a: unknown, b: unknown): number {
  return String(a).localeCompare(String(b));
}

suite('a task that goes on in a thread', () => {
  for (const [way, end] of [
    ['returns', 'thread ended 0\n'],
    ['exits', 'thread ended 4\n'],
    ['throws', 'boom\n'],
    ['main exits', ''],
    ['main is killed', ''],
    ['main returns', ''],
  ] as const) {
    test(`is one trace with a part for each instance, and nothing is lost when it ends by "${way}"`, async () => {
      const ended = await run(way);
      assert.equal(ended.stdout, `listens for 0\n${end}`);
      const spans = around.receiver.spans();
      const own = spans.find(({ name }) => name === 'task report');
      const part = spans.find(({ name }) => name === 'task.rollup');
      assert.ok(own !== undefined && part !== undefined);
      const [mine, others] = [own, part].map(({ resource }) => resource['service.instance.id']);
      assert.notEqual(mine, others);
      assert.deepEqual(spans.map(told).toSorted(byText), [
        ['chat gpt-4.1-mini', 'report-1', undefined, ...[mine, others].toSorted(byText).slice(0, 1)],
        ['chat gpt-4.1-mini', 'report-1', undefined, ...[mine, others].toSorted(byText).slice(1)],
        ['task report', 'report-1', 1, mine],
        ['task.rollup', 'report-1', 1, others],
      ]);
      assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
      assert.equal(part.parentSpanId, own.spanId);
    });
  }

  test('leaves the thread long before the end, which may come from outside at any moment', async () => {
    const child = around.start('openai', ['--import', 'taskmeter/register', APP, 'neither ends']);
    const [first, second] = (await around.receiver.received(2)).map(({ name }) => name);
    assert.deepEqual([first, second], ['chat gpt-4.1-mini', 'task.rollup'], 'those of the main thread still wait');
    child.kill('SIGKILL');
    await child.ended;
  });

  test('has an instance of its own in the thread where the environment names one for the process', async () => {
    await run('returns', { OTEL_RESOURCE_ATTRIBUTES: 'service.instance.id=pod-1' });
    const instances = around.receiver.spans().map(({ resource }) => resource['service.instance.id']);
    assert.deepEqual(instances.toSorted(byText), ['pod-1', 'pod-1', 'pod-1.1', 'pod-1.1']);
  });
});

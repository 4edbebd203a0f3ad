import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';
import { ownAttributes } from '../../src/sdk/instance-id.ts';
import type { Child } from '../support/child.ts';
import type { ReceivedSpan } from '../support/otlp-receiver.ts';
import { startSurroundings, type Surroundings } from '../support/surroundings.ts';

const APPS = 'test/shapes/apps';

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

function told({ name, attributes, resource }: ReceivedSpan): unknown[] {
  return [name, attributes['taskmeter.task.id'], resource['service.instance.id']];
}

suite('a child process', () => {
  // As docs/getting-started.md says it is to be had: a child in another folder finds no package by its name.
  const url = import.meta.resolve('taskmeter/register');
  const options = { NODE_OPTIONS: `--import=${url}`, OTEL_RESOURCE_ATTRIBUTES: 'service.instance.id=pod-1' };

  for (const way of ['fork', 'spawn'] as const) {
    test(`in another folder, started by ${way}(), is observed and goes on with its parent's task`, async () => {
      const ended = await around.run('openai', [`${APPS}/parent.mjs`, way], options);
      assert.deepEqual([ended.code, ended.stdout, ended.stderr], [0, 'child ended 5\n', '']);
      const spans = around.receiver.spans();
      const [call, part, own] = spans;
      assert.ok(call !== undefined && part !== undefined && own !== undefined);
      const instance = part.resource['service.instance.id'];
      assert.deepEqual(spans.map(told), [
        ['embeddings text-embedding-3-small', 'report-1', instance],
        ['task.rollup', 'report-1', instance],
        ['task report', 'report-1', 'pod-1'],
      ]);
      // What is started by `spawn` has been given its variables by its parent.
      assert.match(String(instance), way === 'fork' ? /^pod-1\.\d+$/ : /^pod-1$/);
      assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
      assert.deepEqual([call.parentSpanId, part.parentSpanId], [part.spanId, own.spanId]);
    });
  }

  test('that is forked inherits the flags of its parent', async () => {
    const ended = await around.run('openai', ['--import', url, `${APPS}/parent.mjs`, 'fork']);
    assert.deepEqual([ended.code, ended.stdout, ended.stderr], [0, 'child ended 5\n', '']);
    assert.equal(around.receiver.spans().length, 3);
  });

  test('is told from its parent in no attribute but the name of the instance', () => {
    const named = 'a=b, service.instance.id = pod-1 ,c=d';
    assert.equal(ownAttributes(named, '.7'), 'a=b, service.instance.id = pod-1.7 ,c=d');
    for (const other of [undefined, '', 'a=b', 'my.service.instance.id=1'])
      assert.equal(ownAttributes(other, '.7'), other);
    assert.equal(ownAttributes(named, ''), named);
  });
});

suite('a cluster', () => {
  for (const whom of ['the primary', 'the whole group'] as const) {
    test(`loses nothing when ${whom} gets SIGTERM, and each process has an instance of its own`, async () => {
      const child = around.start('openai', ['--import', 'taskmeter/register', `${APPS}/cluster.mjs`], {
        OTEL_BSP_SCHEDULE_DELAY: '60000',
      });
      const port = await listening(child);
      const pids = new Set<string>();
      // Each connection goes to the next worker.
      for (let n = 0; n < 6; n += 1) pids.add(await (await fetch(`http://127.0.0.1:${port}/`)).text());
      assert.equal(pids.size, 2);
      for (const pid of whom === 'the primary' ? [] : pids) process.kill(Number(pid), 'SIGTERM');
      child.kill('SIGTERM');
      assert.equal((await child.ended).signal, 'SIGTERM');
      // One task of the primary, and of each request a task and its call.
      const spans = await around.receiver.received(13);
      const calls = spans.filter(({ name }) => name.startsWith('embeddings'));
      const served = spans.filter(({ name }) => name === 'GET');
      assert.deepEqual([spans.length, calls.length, served.length], [13, 6, 6]);
      const instances = (from: readonly ReceivedSpan[]): number =>
        new Set(from.map(({ resource }) => resource['service.instance.id'])).size;
      assert.deepEqual([instances(spans), instances(calls)], [3, 2]);
    });
  }
});

async function listening(child: Child): Promise<string> {
  let printed = '';
  for (;;) {
    const [, port] = /^port (\d+)$/m.exec(printed) ?? [];
    if (port !== undefined) return port;
    const [part] = (await once(child.process.stdout ?? process.stdin, 'data')) as [Buffer];
    printed += part.toString();
  }
}

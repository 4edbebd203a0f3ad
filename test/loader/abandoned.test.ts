import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { build, repository } from '../support/built.ts';
import { runNode } from '../support/child.ts';

before(build);

test('10,000 abandoned streams and tasks leave no open span after the idle timeout, and no memory', async () => {
  const count = 10_000;
  const args = ['--expose-gc', 'test/loader/apps/abandoned.mjs', String(count)];
  const { code, stdout, stderr } = await runNode(args, { cwd: repository, limitMs: 300_000 });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const { started, ended, held, grownKb } = JSON.parse(stdout) as Record<string, number>;
  assert.deepEqual({ started, ended, held }, { started: 4 * count, ended: 4 * count, held: count / 2 });
  // One object kept of each would be more than that.
  assert.ok(Number(grownKb) < 1000, `the heap has grown by ${grownKb} kB`);
});

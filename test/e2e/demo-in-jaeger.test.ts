import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNode } from '../support/child.ts';

test('npm run demo -- --jaeger shows its tasks in a real Jaeger, prints where to look, and stops everything on Ctrl-C', async (t) => {
  const env = { TASKMETER_JAEGER: process.env['TASKMETER_JAEGER'] ?? '' };
  const demo = startNode(['scripts/demo.ts', '--jaeger'], { env, limitMs: 120_000 });
  t.after(() => demo.process.kill('SIGKILL'));
  await demo.printed('Ctrl-C stops both.');
  demo.kill('SIGINT');
  const { code, stdout } = await demo.ended;
  assert.equal(code, 0);
  const [search, failures, tree] = stdout.match(/http:\S+(?:search|trace\/)\S*/g) ?? [];
  assert.match(search ?? '', /\/search\?service=support-agent$/);
  assert.match(decodeURIComponent(failures ?? ''), /tags={"taskmeter.task.outcome":"failure"}$/);
  assert.match(tree ?? '', /\/trace\/[0-9a-f]{32}$/);
  assert.match(stdout, /^total +20 +14 \(70%\) +82 /m);
  await assert.rejects(fetch(search ?? ''), 'Jaeger still answers');
});

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { repository } from '../support/built.ts';
import { APPS, startSurroundings, type Surroundings, treesOf } from '../support/surroundings.ts';

let around: Surroundings;
/** The index of another copy of the package, installed elsewhere. */
let other: string;
let folder: string;
before(async () => {
  around = await startSurroundings();
  folder = mkdtempSync(`${tmpdir()}/taskmeter-copy-`);
  const copy = `${folder}/node_modules/taskmeter`;
  mkdirSync(copy, { recursive: true });
  cpSync(`${repository}/dist`, `${copy}/dist`, { recursive: true });
  cpSync(`${repository}/package.json`, `${copy}/package.json`);
  symlinkSync(`${repository}/node_modules`, `${copy}/node_modules`);
  other = `${copy}/dist`;
});
after(async () => {
  await around.close();
  rmSync(folder, { recursive: true });
});

const cost = '0.0000768';
const once = [
  ['GET', 1],
  ['task support.ticket', 1],
];

/** The traces' roots, and how often a call was seen in each. */
function seen(): unknown[] {
  return treesOf(around.receiver.spans()).map((root) => {
    const calls = JSON.stringify(root).split(`"taskmeter.cost.exact":"${cost}"`).length - 1;
    return [root.name, calls];
  });
}

suite('a process observes each call once', () => {
  const register = 'taskmeter/register';
  test('when the one line is there twice', async () => {
    const args = ['--require', register, '--import', register, '--import', register, `${APPS}/first-line.cjs`];
    const ended = await around.run('openai', args, { NODE_OPTIONS: `--import=${register}` });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(seen(), once);
  });

  test('when two copies of the package are preloaded', async () => {
    const args = ['--import', register, '--import', pathToFileURL(`${other}/register.js`).href, `${APPS}/app.mjs`];
    const ended = await around.run('openai', args);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(seen(), once);
  });

  test('and says on demand which copy does it', async () => {
    const args = ['--import', register, '--import', pathToFileURL(`${other}/register.js`).href, `${APPS}/app.mjs`];
    const ended = await around.run('openai', args, { OTEL_LOG_LEVEL: 'info' });
    assert.match(ended.stdout + ended.stderr, /taskmeter: [\d.]+ observes this process already/);
  });

  test('when an SDK of the application with our parts is followed by the one line', async () => {
    const args = ['--import', `./${APPS}/own-sdk.mjs`, '--import', register, `${APPS}/app.mjs`];
    const ended = await around.run('openai', args);
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(seen(), [
      ['chat gpt-4.1-mini', 1],
      ['task support.ticket', 1],
    ]);
  });

  test('when the application takes task() from another copy than the one that is preloaded', async () => {
    const ended = await around.run('openai', ['--import', register, `${APPS}/other-copy.mjs`], {
      OTHER_COPY: `${other}/index.js`,
    });
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
    assert.deepEqual(seen(), once);
    const task = around.receiver.spans().find(({ name }) => name === 'task support.ticket');
    assert.equal(task?.attributes['taskmeter.task.cost_exact'], cost);
  });
});

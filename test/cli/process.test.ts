/** What only a process of its own shows: pipes, colours, and what is loaded. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { build, repository } from '../support/built.ts';
import { runNode } from '../support/child.ts';
import { pack, run } from '../support/packed.ts';

before(build);

const cli = `${repository}/dist/cli.js`;

suite('the command in a pipe', () => {
  test('ends quietly when the reader has seen enough', async () => {
    const child = spawn(process.execPath, [cli, 'prices', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  });

  test('says that stdout cannot be written', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [cli, 'prices'], { stdio: ['ignore', full, 'pipe'] });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (part: string) => (stderr += part));
    const [code] = (await once(child, 'close')) as [number | null];
    closeSync(full);
    assert.deepEqual({ code, stderr }, { code: 1, stderr: 'taskmeter: cannot write to stdout: ENOSPC\n' });
  });

  test('prints no colour codes', async () => {
    const { stdout } = await runNode([cli, 'prices', 'show', 'openai/gpt-4.1']);
    assert.ok(!stdout.includes('\u001b'));
  });
});

suite('the packed package in a folder without anything else but yaml', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(`${tmpdir()}/taskmeter-command-`);
    run('tar', ['xzf', pack(folder).filename], folder);
    mkdirSync(`${folder}/node_modules`);
    renameSync(`${folder}/package`, `${folder}/node_modules/taskmeter`);
    symlinkSync(`${repository}/node_modules/yaml`, `${folder}/node_modules/yaml`);
  });
  after(() => rmSync(folder, { recursive: true }));

  test('prices a call without OpenTelemetry', async () => {
    const args = ['--provider', 'openai', '--model', 'gpt-4.1', '--input', '8000', '--output', '700'];
    const { code, stdout, stderr } = await runNode([`${folder}/node_modules/taskmeter/dist/cli.js`, 'price', ...args]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /^total +\$0\.0216$/m);
  });
});

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { build, repository } from '../support/built.ts';
import { type Ended, runNode } from '../support/child.ts';

const LINE = ['--import', 'taskmeter/register'];

before(build);

/** Runs a program that has `instrument` and a class of openai's. */
async function run(program: string, args: readonly string[] = LINE, env: Record<string, string> = {}): Promise<Ended> {
  const modules = `import { instrument } from 'taskmeter'; import OpenAI from 'openai';`;
  const none = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  const ended = await runNode([...args, '--input-type=module', '--eval', modules + program], {
    cwd: repository,
    env: { ...none, ...env },
  });
  assert.equal(ended.code, 0, ended.stderr);
  return ended;
}

test('instrument() gives back what it is given, whatever that is, and says once what it takes', async () => {
  const { stdout, stderr } = await run(`
    const others = [undefined, null, 7, () => {}, {}, OpenAI, Promise.reject(new Error('not ours to handle'))];
    others.at(-1).catch(() => {});
    console.log(others.every((other) => instrument(other) === other));
  `);
  assert.equal(stdout, 'true\n');
  assert.match(
    stderr,
    /^taskmeter: instrument\(\) was given what is no client it knows, and its calls are not observed; it takes instances of openai >=4\.0\.0 <8, [^\n]+\n$/,
  );
});

test('instrument() says which version it does not take', async () => {
  const { stderr } = await run(`
    class Client extends OpenAI { getUserAgent() { return 'OpenAI/JS 99.0.0'; } }
    for (let n = 0; n < 2; n += 1) instrument(new Client({ apiKey: 'secret-key' }));
  `);
  assert.match(stderr, /^taskmeter: instrument\(\) was given a client of openai 99\.0\.0, [^\n]+\n$/);
  assert.doesNotMatch(stderr, /secret/);
});

test('instrument() patches once, and what files have been patched by stays as it is', async () => {
  const { stdout, stderr } = await run(`
    const create = OpenAI.Chat.Completions.prototype.create;
    const client = new OpenAI({ apiKey: 'sk-test-4f81c2' });
    for (let n = 0; n < 3; n += 1) instrument(instrument(client));
    console.log(OpenAI.Chat.Completions.prototype.create === create, client.chat.completions.create === create);
  `);
  assert.deepEqual([stdout, stderr], ['true true\n', '']);
});

test('instrument() does nothing where nothing is to be observed', async () => {
  const program = `
    const { create } = OpenAI.Chat.Completions.prototype;
    instrument(new OpenAI({ apiKey: 'sk-test-4f81c2' }));
    instrument({});
    console.log(OpenAI.Chat.Completions.prototype.create === create);
  `;
  for (const args of [LINE, []]) {
    for (const off of [{ TASKMETER_DISABLED: 'true' }, { OTEL_SDK_DISABLED: 'true' }]) {
      const { stdout, stderr } = await run(program, args, off);
      assert.deepEqual([stdout, stderr], ['true\n', '']);
    }
  }
});

test('instrument() says of a wrong setting what it is, and throws nothing', async () => {
  const { stdout, stderr } = await run(`console.log(instrument(7))`, [], { TASKMETER_SAMPLING: 'sometimes' });
  assert.equal(stdout, '7\n');
  assert.match(
    stderr,
    /^taskmeter: instrument\(\) cannot observe: taskmeter: TASKMETER_SAMPLING is "sometimes"[^\n]+\n$/,
  );
});

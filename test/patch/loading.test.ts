import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { installSdks, sdksFolder } from '../../scripts/sdks.ts';
import { installHooks } from '../../src/patch/install.ts';
import { providers } from '../../src/providers/all.ts';
import { fields } from '../../src/narrow.ts';
import { aliasesOf } from '../matrix/cells.ts';
import { loadSdk, type Sdk } from '../transparency/sdks.ts';

installSdks();

const observer = { aside: <T>(fn: () => T): T => fn(), begin: () => ({ run: <T>(fn: () => T): T => fn(), end() {} }) };
const require = createRequire(import.meta.url);

/** Every method of the classes whose methods are replaced: of the resource and of its client. */
function methodsOf(sdk: Sdk): readonly unknown[] {
  const client = sdk.newClient({ url: 'http://127.0.0.1' });
  const { chat, messages, ai } = fields(client);
  const resource = fields(chat)['completions'] ?? messages ?? fields(ai)['models'];
  const holders = [resource, client].map((instance): object => Object.getPrototypeOf(instance) as object);
  return holders.flatMap((holder) =>
    Object.values(Object.getOwnPropertyDescriptors(holder)).map(({ value }) => value as unknown),
  );
}

describe('loading', () => {
  for (const alias of aliasesOf('openai', 'anthropic')) {
    it(`puts every method of ${alias} back when disabled, required before or imported after`, async () => {
      const required = await loadSdk(alias, 'cjs');
      const before = methodsOf(required);

      const installation = installHooks(providers(), observer);
      const imported = await loadSdk(alias, 'esm');
      const observed = methodsOf(imported);
      assert.notDeepEqual(methodsOf(required), before, 'a copy loaded before is observed');
      const known = installation.report().packages.filter(({ folder }) => folder.endsWith(alias));
      assert.deepEqual(
        known.map(({ supported }) => supported),
        [true],
      );

      installation.disable();
      assert.deepEqual(methodsOf(required), before);
      assert.notDeepEqual(methodsOf(imported), observed);
      assert.deepEqual(installation.report().failures, new Map());
    });
  }

  it('leaves methods their name, length and descriptor', () => {
    const { OpenAI } = require(`${sdksFolder}/openai-7-newest`) as {
      OpenAI: { Chat: { Completions: { prototype: object } } };
    };
    const describeCreate = (): unknown => {
      const { value, ...rest } = Object.getOwnPropertyDescriptor(OpenAI.Chat.Completions.prototype, 'create') ?? {};
      const create = value as (...args: unknown[]) => unknown;
      return { ...rest, own: Object.getOwnPropertyDescriptors(create), kind: Object.prototype.toString.call(create) };
    };
    const bare = describeCreate();
    const installation = installHooks(providers(), observer);
    assert.deepEqual(describeCreate(), bare);
    installation.disable();
  });

  it('calls through when somebody wrapped our method since, and leaves theirs', () => {
    const { OpenAI } = require(`${sdksFolder}/openai-7-newest`) as {
      OpenAI: { Embeddings: { prototype: { create: unknown } } };
    };
    const { prototype } = OpenAI.Embeddings;
    const original = prototype.create;
    const installation = installHooks(providers(), observer);
    const ours = prototype.create;
    const theirs = (): unknown => ours;
    prototype.create = theirs;
    installation.disable();
    assert.equal(prototype.create, theirs);
    prototype.create = original;
  });

  it('leaves a version outside the range alone, and says so', async () => {
    const before = methodsOf(await loadSdk('openai-5-newest', 'cjs'));
    const old = providers().map((provider) => ({ ...provider, versions: '>=1.0.0 <2' }));
    const installation = installHooks(old, observer);
    assert.deepEqual(methodsOf(await loadSdk('openai-5-newest', 'cjs')), before);
    assert.ok(installation.report().packages.some(({ version, supported }) => version === '5.23.2' && !supported));
    installation.disable();
  });

  it('observes what an ES module imported together with us, from its first statement on', () => {
    const app = fileURLToPath(new URL('apps/late.mjs', import.meta.url));
    assert.deepEqual(JSON.parse(execFileSync(process.execPath, [app], { encoding: 'utf8' })), [
      { ending: 'done', inputTokens: 120 },
      { ending: 'done', inputTokens: 120 },
      { ending: 'done', inputTokens: 120 },
      { ending: 'done', inputTokens: 120 },
    ]);
  });

  it('loads no client library that the program does not', () => {
    const preload = new URL('../transparency/observe.ts', import.meta.url).href;
    const script =
      'console.log(Object.keys(require.cache).filter((path) => /openai|anthropic|genai|@mistralai/.test(path)).length)';
    const output = execFileSync(process.execPath, ['--import', preload, '--eval', script], { encoding: 'utf8' });
    assert.equal(output, '0\n');
  });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import { installSdks, sdksFolder } from '../../scripts/sdks.ts';
import { observeClient } from '../../src/patch/clients.ts';
import { providers } from '../../src/providers/all.ts';
import { fields } from '../../src/narrow.ts';
import type { Hooks } from '../../src/providers/provider.ts';

installSdks();
const require = createRequire(sdksFolder);
const installed = fields(fields(JSON.parse(readFileSync(`${sdksFolder}/../package.json`, 'utf8')))['dependencies']);
const modules = providers().map(({ module }) => module);
const aliases = Object.entries(installed).flatMap(([alias, spec]) => {
  const [, module = '', version = ''] = /^npm:(.+)@(.+)$/.exec(String(spec)) ?? [];
  return modules.includes(module) ? [{ alias, module, version }] : [];
});

/** What has been asked to be patched, by the object that holds it. */
function recorder(): { hooks: Hooks; patched: Map<object, Set<string>> } {
  const patched = new Map<object, Set<string>>();
  const note = (holder: object, name: string): void => {
    patched.set(holder, (patched.get(holder) ?? new Set()).add(name));
  };
  return { hooks: { apiPromiseMethod: note, promiseMethod: note, sendingMethod: note, tracedMethod: note }, patched };
}

function newClient(alias: string, options: object = {}): object {
  const exports = require(alias) as unknown;
  const named = fields(exports);
  const Client = ['OpenAI', 'Anthropic', 'GoogleGenAI', 'Mistral', 'default'].map((name) => named[name]).find(Boolean);
  return new ((Client ?? exports) as new (options: object) => object)({ apiKey: 'sk-test-4f81c2', ...options });
}

suite('a client is known by what it has', () => {
  test('in every library there is', () => {
    assert.deepEqual(
      modules.filter((module) => !aliases.some((each) => each.module === module)),
      [],
    );
  });

  for (const { alias, module, version } of aliases) {
    test(`and leads to the same methods as the files of ${alias}`, () => {
      const byFiles = recorder();
      const options: { httpClient?: unknown } = {};
      const provider = providers().find((each) => each.module === module);
      for (const target of provider?.targets ?? []) {
        const path = ['js', 'cjs'].map((end) => `${sdksFolder}/${alias}/${target.file}.${end}`).find(existsSync);
        if (path === undefined) continue;
        const exports = require(path) as Readonly<Record<string, unknown>>;
        target.patch(exports, byFiles.hooks);
        // Only one that the application has made itself can be had from its client.
        const { HTTPClient } = exports;
        if (typeof HTTPClient === 'function') options.httpClient = new (HTTPClient as new () => object)();
      }

      const byClient = recorder();
      const known = observeClient(newClient(alias, options), providers(), byClient.hooks);
      // Mistral's does not say its version.
      assert.deepEqual(known, { module, version: module.includes('mistral') ? '' : version, supported: true });
      assert.ok(byFiles.patched.size > 0);
      assert.equal(byClient.patched.size, byFiles.patched.size);
      for (const [holder, names] of byFiles.patched) assert.deepEqual(byClient.patched.get(holder), names);
    });
  }

  test('and not by the name of its class, nor when it stands behind a proxy', () => {
    const { hooks, patched } = recorder();
    const client = newClient('openai-7-newest');
    Object.defineProperty(client.constructor, 'name', { value: 'a' });
    assert.equal(observeClient(new Proxy(client, {}), providers(), hooks)?.module, 'openai');
    assert.ok(patched.size > 0);
  });

  test('and is left alone in a version that is not supported', () => {
    const { hooks, patched } = recorder();
    const client = Object.assign(newClient('openai-7-newest'), { getUserAgent: () => 'Groq/JS 1.6.0' });
    assert.deepEqual(observeClient(client, providers(), hooks), {
      module: 'openai',
      version: '1.6.0',
      supported: false,
    });
    assert.equal(patched.size, 0);
  });

  test('and anything else is none', () => {
    const { hooks, patched } = recorder();
    const angry = {
      get chat() {
        throw new Error('boom');
      },
    };
    const others = [undefined, null, 7, 'client', [], {}, () => {}, angry, { messages: { create() {} } }, globalThis];
    for (const other of others) assert.equal(observeClient(other, providers(), hooks), undefined);
    assert.equal(patched.size, 0);
  });
});

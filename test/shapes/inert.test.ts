import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import * as inert from '../../src/inert/index.ts';
import * as real from '../../src/index.ts';
import { repository } from '../support/built.ts';
import { runNode } from '../support/child.ts';
import { installPacked, type PackedPackage } from '../support/packed.ts';

/** Compiled, not run: whoever is typed by one can be given the other. */
const sameTypes: [typeof real, typeof inert] = [inert, real];

let installed: PackedPackage;
before(() => {
  installed = installPacked();
});
after(() => installed.remove());

suite('where there is no Node to observe', () => {
  test('the package has the same names', () => {
    const [names, others] = sameTypes.map((module) => Object.keys(module));
    assert.deepEqual(names, others);
  });

  test('what a task returns or throws is what its caller gets', async () => {
    const boom = new Error('boom');
    assert.equal(
      inert.task({ type: 'job' }, () => 7),
      7,
    );
    assert.throws(
      () =>
        inert.task({ type: 'job' }, () => {
          throw boom;
        }),
      (error) => error === boom,
    );
    await assert.rejects(
      inert.task({ type: 'job' }, () => Promise.reject(boom)),
      (error) => error === boom,
    );
  });

  test('taskmeter() leaves the parts of an SDK as they are given', () => {
    const { sampler } = inert.taskmeter();
    assert.deepEqual(inert.taskmeter({ spanProcessors: [], sampler }), {
      instrumentations: [],
      spanProcessors: [],
      sampler,
    });
    assert.equal(String(sampler), 'AlwaysOffSampler');
  });

  const told = {
    type: 'support.ticket',
    isNamed: true,
    calls: 0,
    isSame: true,
    given: 'ticket-1',
    parts: ['instrumentations', 'spanProcessors', 'sampler'],
    isError: true,
  };

  for (const conditions of [['browser'], ['workerd'], ['edge-light']]) {
    test(`a bundle made with the condition ${conditions.join()} has nothing of Node in it, and runs`, async () => {
      cpSync(`${repository}/test/shapes/apps/page.js`, `${installed.folder}/page.js`);
      const { outputFiles, warnings } = await build({
        entryPoints: [`${installed.folder}/page.js`],
        bundle: true,
        write: false,
        // `browser` would add its own condition to the others.
        platform: conditions.includes('browser') ? 'browser' : 'neutral',
        conditions,
        format: 'iife',
        logLevel: 'silent',
      });
      assert.deepEqual(warnings, []);
      const [bundle] = outputFiles;
      assert.ok(bundle !== undefined);
      const page = createContext({});
      runInContext(bundle.text, page);
      const result: unknown = await page['told'];
      assert.equal(JSON.stringify(result), JSON.stringify(told));
      assert.ok(bundle.text.length < 40_000, `${bundle.text.length} bytes`);
    });
  }

  test('Node itself can be told to take it so', async () => {
    const program = `
      import * as taskmeter from 'taskmeter';
      console.log(Object.keys(taskmeter).join(), taskmeter.taskmeter().sampler.toString());
    `;
    const args = ['--conditions=browser', '--import', 'taskmeter/register', '--input-type=module', '--eval', program];
    const ended = await runNode(args, { cwd: installed.folder });
    assert.deepEqual(
      { stdout: ended.stdout, stderr: ended.stderr },
      { stdout: `${Object.keys(real).join()} AlwaysOffSampler\n`, stderr: '' },
    );
  });
});

test('what is declared for require has the names that the package has', () => {
  const declarations = readFileSync(`${repository}/commonjs/index.d.cts`, 'utf8');
  const names = [...declarations.matchAll(/export declare const (\w+): typeof entry\.\1;/g)].map(([, name]) => name);
  assert.deepEqual(names, Object.keys(real));
});

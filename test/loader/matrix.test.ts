import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Ended } from '../support/child.ts';
import { APPS, startSurroundings, type Surroundings, treesOf } from '../support/surroundings.ts';
import { treesWith } from './trees.ts';

const ways: { readonly way: string; readonly args: readonly string[]; readonly nodeOptions?: string }[] = [
  { way: '--import, ES module', args: ['--import', 'taskmeter/register', `${APPS}/app.mjs`] },
  { way: '--import, CommonJS', args: ['--import', 'taskmeter/register', `${APPS}/app.cjs`] },
  { way: '--require, CommonJS', args: ['--require', 'taskmeter/register', `${APPS}/app.cjs`] },
  { way: '--require, ES module', args: ['--require', 'taskmeter/register', `${APPS}/app.mjs`] },
  { way: 'first line of a CommonJS program', args: [`${APPS}/first-line.cjs`] },
  { way: 'NODE_OPTIONS, ES module', args: [`${APPS}/app.mjs`], nodeOptions: '--import=taskmeter/register' },
  { way: 'NODE_OPTIONS, CommonJS', args: [`${APPS}/app.cjs`], nodeOptions: '--import=taskmeter/register' },
];

/** By hand: tokens of `test/support/wire`, prices of the catalogue in USD per million. */
const libraries = [
  // 56 × 0.40 + 64 × 0.10 + 30 × 1.60
  { library: 'openai', model: 'gpt-4.1-mini', cost: '0.0000768', path: '/v1/chat/completions' },
  // 40 × 5 + 64 × 0.50 + 10 × 6.25 + 6 × 10 + 30 × 25
  { library: 'anthropic', model: 'claude-opus-4-8', cost: '0.0011045', path: '/v1/messages' },
] as const;

let around: Surroundings;
before(async () => {
  around = await startSurroundings();
});
after(() => around.close());

for (const { library, model, cost, path } of libraries) {
  suite(`an application that calls ${library}`, () => {
    let bare: Ended;
    before(async () => {
      bare = await around.run(library, [`${APPS}/app.mjs`]);
      assert.equal(bare.code, 0, bare.stderr);
    });

    for (const { way, args, nodeOptions } of ways) {
      test(`is observed when loaded by ${way}`, async () => {
        const ended = await around.run(library, args, nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions });

        // What the application sees, but for the header that the request to itself now has.
        assert.deepEqual(
          { code: ended.code, stdout: ended.stdout, stderr: ended.stderr },
          { code: bare.code, stdout: bare.stdout.replace('"traced":false', '"traced":true'), stderr: bare.stderr },
        );

        // What the provider sees: nothing of ours.
        assert.deepEqual(
          around.provider.requests.map((request) => ({
            path: request.path,
            headers: request.headers.filter(([name]) => /^(?:traceparent|tracestate|baggage)$/i.test(name)),
          })),
          [
            { path, headers: [] },
            { path, headers: [] },
          ],
        );

        const spans = around.receiver.spans();
        const { served, task } = treesWith(model, cost);
        assert.deepEqual(treesOf(spans), [served, task]);
        assert.deepEqual([...new Set(spans.map(({ resource }) => resource['service.name']))], ['shop']);
        assert.doesNotMatch(JSON.stringify(spans), /private question|Hartmann/);
      });
    }
  });
}

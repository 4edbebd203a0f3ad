import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Attempts, openAttempts } from './attempt.ts';
import { cases, nameOf } from './cases.ts';

/** Each Node, each package manager, each line of the SDK and all client libraries at least once; the rest by `npm run installs`. */
const tried = [
  'beside sdk-node 0.215.0, Node 20, npm-10',
  // An ES module that is required.
  'mistral, then taskmeter, Node 20, npm-10',
  'beside sdk-node 0.301.0, Node 22, npm-10',
  'taskmeter, then all, Node 24, npm-11',
  'empty, Node 26, npm-12',
  'beside sdk-node 0.301.0, Node 24, pnpm',
];

suite('the packed package installs and observes', { concurrency: 2 }, () => {
  let attempts: Attempts;
  before(() => {
    attempts = openAttempts();
  });
  after(() => attempts.close());

  for (const name of tried) {
    test(name, async () => {
      const wanted = cases.find((each) => nameOf(each) === name);
      assert.ok(wanted !== undefined);
      await attempts.attempt(wanted);
    });
  }
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isTriedByTests, readCells } from '../matrix/cells.ts';
import { type Judge, openJudge } from '../matrix/judge.ts';
import { nameOf } from '../matrix/page.ts';
import { checkCalls } from './calls.ts';
import { consume } from './run.ts';

const cells = readCells();
let judge: Judge;
before(() => {
  judge = openJudge();
});
after(() => judge.close());

/** All cells, the oldest versions too: `npm run matrix`. */
describe('a program cannot tell whether its calls are observed by the one line', { concurrency: 3 }, () => {
  for (const cell of cells.filter((each) => isTriedByTests(each, cells))) {
    it(nameOf(cell), async () => {
      await judge.judge(cell);
    });
  }
});

describe('each call is told to have ended as it did', { concurrency: 3 }, () => {
  for (const library of new Set(cells.map((cell) => cell.library))) {
    it(library, async () => {
      const newest = cells.findLast((cell) => cell.library === library);
      assert.ok(newest !== undefined);
      const observed = await consume({ alias: newest.alias, format: newest.format, preload: ['observe.ts'] });
      for (const [name, outcome] of Object.entries(observed)) checkCalls(library, name, outcome);
    });
  }
});

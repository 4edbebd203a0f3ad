import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createIntervalUnion } from '../../src/task/intervals.ts';

describe('the union of intervals', () => {
  it('stays exact beyond its limit when the intervals arrive in order', () => {
    const union = createIntervalUnion(3);
    for (let i = 0; i < 1000; i += 1) union.add(i * 10, i * 10 + 4);
    assert.equal(union.length(), 4000);
  });

  it('counts no time twice when an interval reaches back behind what is closed', () => {
    const union = createIntervalUnion(2);
    for (const start of [0, 10, 20, 30, 40]) union.add(start, start + 5);
    union.add(0, 45);
    // Three intervals are closed, so time before 25 counts no more; 25 to 45 is covered now.
    assert.equal(union.length(), 15 + 20);
  });

  it('ignores what lies wholly behind what is closed', () => {
    const union = createIntervalUnion(1);
    union.add(100, 200);
    union.add(300, 400);
    union.add(0, 150);
    assert.equal(union.length(), 200);
  });
});

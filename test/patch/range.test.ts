import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inRange } from '../../src/patch/range.ts';

const cases: readonly [version: string, range: string, expected: boolean][] = [
  ['4.0.0', '>=4.0.0 <8', true],
  ['3.9.9', '>=4.0.0 <8', false],
  ['7.57.0', '>=4.0.0 <8', true],
  ['8.0.0', '>=4.0.0 <8', false],
  ['8.0.0-beta.1', '>=4.0.0 <8', false],
  ['0.30.0', '>=0.30.0 <2', true],
  ['0.4.0', '>=0.30.0 <2', false],
  ['0.30.1-rc.1+build', '>=0.30.0 <2', true],
  ['not a version', '>=0.30.0 <2', false],
];

for (const [version, range, expected] of cases) {
  test(`${version} is ${expected ? '' : 'not '}in ${range}`, () => {
    assert.equal(inRange(version, range), expected);
  });
}

test('a range that is none is an error', () => {
  assert.throws(() => inRange('1.0.0', '^1'), TypeError);
});

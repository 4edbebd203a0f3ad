import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Op } from '../../src/patch/op.ts';
import { tie, tiedOp } from '../../src/patch/tie.ts';

const method = { operation: 'chat', path: ['chat'], response: () => ({}) } as unknown as Op['method'];
const observer = { aside: <T>(fn: () => T) => fn(), begin: () => ({ run: <T>(fn: () => T) => fn(), end: () => {} }) };
const newOp = (): Op => new Op(method, { operation: 'chat', provider: 'openai' }, observer);

test('an object is tied to its call without a trace, whatever stands before it, and to the last of several', () => {
  const refusing = { defineProperty: () => false, set: () => false };
  for (const target of [Promise.resolve(), {}, new Proxy({}, refusing), new Proxy(Promise.resolve(), refusing)]) {
    const [first, last] = [newOp(), newOp()];
    const before = Reflect.ownKeys(target);
    assert.equal(tiedOp(target), undefined);
    tie(target, first);
    assert.equal(tiedOp(target), first);
    tie(target, last);
    assert.equal(tiedOp(target), last);
    assert.deepEqual(Reflect.ownKeys(target), before);
    for (const op of [first, last]) op.end('done');
  }
});

test('what is no object is tied to nothing', () => {
  tie('text', newOp());
  tie(undefined, newOp());
  assert.deepEqual([tiedOp('text'), tiedOp(undefined)], [undefined, undefined]);
});

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { task as taskOf } from '../../src/task/task.ts';
import { call, request, startSdk, T0, totalsOf } from '../span/sdk.ts';

describe('two copies of the package in one process', () => {
  const sdk = startSdk();
  let folder: string;
  let task: typeof taskOf;

  before(async () => {
    // Below the repository, where its imports find what ours find.
    const parent = new URL('../../.cache/', import.meta.url).pathname;
    await mkdir(parent, { recursive: true });
    folder = await mkdtemp(`${parent}copy-`);
    await cp(new URL('../../src/', import.meta.url), folder, { recursive: true });
    ({ task } = (await import(pathToFileURL(`${folder}/task/task.ts`).href)) as { task: typeof taskOf });
  });

  after(() => rm(folder, { recursive: true }));

  it('share their tasks: calls that one observes are booked on a task that the other one runs', () => {
    task({ type: 'ticket' }, () => sdk.recorder.begin(request, T0).end(call()));
    const [own, around] = sdk.read();
    assert.equal(own?.attributes['taskmeter.task.type'], 'ticket');
    assert.deepEqual(totalsOf(around), { calls: 1, cost: '0.0002', reason: 'end', complete: true, revision: 1 });
  });
});

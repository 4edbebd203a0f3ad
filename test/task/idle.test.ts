import assert from 'node:assert/strict';
import { after, describe, it, mock } from 'node:test';
import { state } from '../../src/task/state.ts';
import { task } from '../../src/task/task.ts';
import { call, request, startSdk, T0, totalsOf } from '../span/sdk.ts';

mock.timers.enable({ apis: ['setInterval'] });
after(() => mock.timers.reset());
state.idleMs = 80_000;
const sdk = startSdk();

/** A task that settles when the returned functions are called, as if its work hung until then. */
function hang(id: string): { resolve(): void; reject(error: Error): void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  task({ type: 'ticket', id, defaultOutcome: 'success' }, () => promise).catch(() => {});
  return { resolve, reject };
}

function oneCall(): void {
  sdk.recorder.begin(request, T0).end(call());
}

describe('a task in which nothing happens', () => {
  it('ends after the idle timeout, at the end of its last call, and says why', () => {
    const startedAt = Date.now() + 500;
    void task({ type: 'ticket', id: 'T-1' }, () => {
      sdk.recorder.begin(request, startedAt).end(call({ startedAt }));
      return new Promise(() => {});
    });
    mock.timers.tick(80_000);
    assert.deepEqual(
      sdk.read().map(({ name }) => name),
      ['chat m-1'],
    );
    mock.timers.tick(20_000);
    const [own] = sdk.read();
    assert.deepEqual(totalsOf(own), {
      calls: 1,
      cost: '0.0002',
      reason: 'idle_timeout',
      complete: false,
      revision: 1,
    });
    assert.equal(own?.endMs, startedAt + 1000);
    assert.equal(own?.attributes['taskmeter.task.outcome'], 'unknown');
    assert.equal(state.open.size, 0);
  });

  it('ends where it began when it made no call', () => {
    hang('T-2');
    mock.timers.tick(100_000);
    const [own] = sdk.read();
    assert.equal(own?.endMs, own?.startMs);
  });

  it('goes on for as long as something happens, or a call is under way', async () => {
    let next = (): void => {};
    void task({ type: 'ticket', id: 'T-3' }, async () => {
      for (;;) {
        await new Promise<void>((resolve) => (next = resolve));
        oneCall();
      }
    });
    for (let i = 0; i < 5; i++) {
      mock.timers.tick(70_000);
      next();
      await Promise.resolve();
    }
    assert.equal(sdk.read().length, 5);
    mock.timers.tick(100_000);
    assert.deepEqual(totalsOf(sdk.read()[0])['calls'], 5);

    const open = task({ type: 'ticket', id: 'T-4' }, () => sdk.recorder.begin(request, T0));
    mock.timers.tick(1_000_000);
    assert.deepEqual(sdk.read(), []);
    open.end(call());
    assert.deepEqual(totalsOf(sdk.read()[1])['reason'], 'end');
  });

  it('is told the outcome, and totalled anew, when it goes on all the same', async () => {
    const succeeding = hang('T-5');
    const failing = hang('T-6');
    const waking = Promise.withResolvers<void>();
    const calling = task({ type: 'ticket', id: 'T-7' }, () => waking.promise.then(oneCall));
    mock.timers.tick(100_000);
    assert.equal(sdk.read().length, 3);
    succeeding.resolve();
    failing.reject(new Error('too late'));
    waking.resolve();
    await calling;
    await new Promise(setImmediate);
    assert.deepEqual(
      sdk
        .read()
        .map(({ name, attributes }) => [
          name,
          attributes['taskmeter.task.id'],
          attributes['taskmeter.task.outcome'],
          attributes['taskmeter.rollup.revision'],
        ]),
      [
        ['task.outcome', 'T-5', 'success', undefined],
        ['task.outcome', 'T-6', 'error', undefined],
        ['chat m-1', 'T-7', undefined, undefined],
        ['task.rollup', 'T-7', 'unknown', 2],
      ],
    );
  });

  it('keeps no timer when none is left', async () => {
    hang('T-8').resolve();
    await new Promise(setImmediate);
    mock.timers.tick(100_000);
    assert.equal(sdk.read().length, 1);
    mock.timers.reset();
    mock.timers.enable({ apis: ['setInterval'] });
    hang('T-9');
    mock.timers.tick(100_000);
    assert.equal(sdk.read().length, 1, 'a new timer was started');
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it, mock } from 'node:test';
import { promisify } from 'node:util';
import { call, request, startSdk, T0, totalsOf } from '../span/sdk.ts';
import { task } from '../../src/task/task.ts';

const sdk = startSdk();

/** Like the promise of a generated client: sends at once, reads the body only when it is awaited. */
class LazyPromise<T> extends Promise<T> {
  parsed = 0;
  readonly #work: () => Promise<T>;

  constructor(work: () => Promise<T>) {
    super(() => {});
    this.#work = work;
  }

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise
  override then<A = T, B = never>(
    onReturn?: ((value: T) => A | PromiseLike<A>) | null,
    onThrow?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.parsed += 1;
    return this.#work().then(onReturn, onThrow);
  }

  asResponse(): string {
    return 'raw';
  }
}

describe('what a task’s function returns', () => {
  it('is a promise that settles alike when it is one', async () => {
    const value = {};
    assert.equal(await task({ type: 'a' }, () => Promise.resolve(value)), value);
    const failure = new Error('x');
    await assert.rejects(
      task({ type: 'a' }, () => Promise.reject(failure)),
      (error) => error === failure,
    );
    assert.equal(sdk.read().length, 2);
  });

  it('is reported as unhandled when it rejects and nobody handles it, once; and not when somebody does', async () => {
    // In a process of its own: the test runner claims unhandled rejections for itself.
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      `const { task } = await import(${JSON.stringify(new URL('../../src/task/task.ts', import.meta.url).href)});
       process.on('unhandledRejection', ({ message }) => console.log(message));
       task({ type: 'a' }, () => Promise.reject(new Error('unhandled')));
       task({ type: 'a' }, () => Promise.reject(new Error('handled'))).catch(() => {});`,
    ]);
    assert.equal(stdout, 'unhandled\n');
  });

  it('is the same object when it is a client’s own kind of promise, which is awaited once and only by the caller', async () => {
    const open = sdk.recorder.begin(request, T0);
    const lazy = new LazyPromise(async () => {
      open.end(call());
      return 'parsed';
    });
    const returned = task({ type: 'a' }, () => lazy);
    assert.equal(returned, lazy);
    assert.equal(returned.parsed, 0);
    assert.deepEqual(Object.keys(returned), ['parsed']);
    assert.deepEqual(sdk.read(), []);
    assert.equal(await returned, 'parsed');
    assert.equal(returned.parsed, 1);
    assert.deepEqual(
      sdk.read().map(({ name }) => name),
      ['chat m-1', 'task a'],
    );
  });

  it('may be chained without a callback', async () => {
    const passed = task({ type: 'a' }, () => new LazyPromise(() => Promise.resolve(5))).then(undefined);
    const failed = task({ type: 'b' }, () => new LazyPromise(() => Promise.reject(new RangeError('x')))).then(
      undefined,
    );
    assert.equal(await passed, 5);
    await assert.rejects(failed, RangeError);
    assert.deepEqual(
      sdk.read().map(({ name, attributes }) => [name, attributes['taskmeter.task.outcome']]),
      [
        ['task a', 'unknown'],
        ['task b', 'error'],
      ],
    );
  });

  it('tells the outcome of such a promise when the caller awaits it', async () => {
    const lazy = new LazyPromise(() => Promise.reject(new DOMException('x', 'AbortError')));
    await assert.rejects(
      task({ type: 'a' }, () => lazy),
      { name: 'AbortError' },
    );
    assert.equal(sdk.read()[0]?.attributes['taskmeter.task.outcome'], 'cancellation');
  });

  it('ends with its calls when such a promise is never awaited', () => {
    const [returned, open] = (() => {
      let begun: ReturnType<typeof sdk.recorder.begin> | undefined;
      const lazy = task({ type: 'a' }, () => {
        begun = sdk.recorder.begin(request, T0);
        return new LazyPromise(() => Promise.resolve(1));
      });
      return [lazy, begun] as const;
    })();
    assert.equal(returned.asResponse(), 'raw');
    assert.deepEqual(sdk.read(), []);
    open?.end(call());
    const [, own] = sdk.read();
    assert.deepEqual(totalsOf(own), { calls: 1, cost: '0.0002', reason: 'end', complete: true, revision: 1 });
    assert.equal(returned.parsed, 0);
  });

  it('ends after 30 seconds when such a promise is never awaited and makes no call', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      void task({ type: 'a' }, () => new LazyPromise(() => Promise.resolve(1)));
      mock.timers.tick(29_999);
      assert.deepEqual(sdk.read(), []);
      mock.timers.tick(1);
      assert.equal(sdk.read().length, 1);
    } finally {
      mock.timers.reset();
    }
  });

  it('ends once where its last call ends as the 30 seconds do', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      let open: ReturnType<typeof sdk.recorder.begin> | undefined;
      void task({ type: 'a', defaultOutcome: 'success' }, () => {
        open = sdk.recorder.begin(request, T0);
        return new LazyPromise(() => Promise.resolve(1));
      });
      open?.end(call());
      mock.timers.tick(30_000);
      assert.deepEqual(
        sdk.read().map(({ name, attributes }) => [name, attributes['taskmeter.task.outcome']]),
        [
          ['chat m-1', undefined],
          ['task a', 'success'],
        ],
      );
    } finally {
      mock.timers.reset();
    }
  });

  it('is not started by us when it is a lazy query', async () => {
    let runs = 0;
    const query = {
      // oxlint-disable-next-line unicorn/no-thenable -- what a query builder is
      then(onReturn: (rows: number) => void) {
        runs += 1;
        onReturn(3);
      },
    };
    const returned = task({ type: 'a' }, () => query);
    assert.equal(runs, 0);
    assert.equal(await returned, 3);
    assert.equal(runs, 1);
    assert.equal(sdk.read().length, 1);
  });

  it('may be an async generator: what it does while it is iterated belongs to the task', async () => {
    const items = task({ type: 'a' }, async function* answer(t) {
      yield 'one';
      await new Promise(setImmediate);
      sdk.recorder.begin(request, T0).end(call());
      t.outcome('success');
      yield 'two';
    });
    const read: string[] = [];
    for await (const item of items) {
      read.push(item);
      assert.deepEqual(
        sdk.read().filter(({ name }) => name === 'task a'),
        [],
      );
      sdk.recorder.begin(request, T0).end(call());
    }
    assert.deepEqual(read, ['one', 'two']);
    const own = sdk.read().find(({ name }) => name === 'task a');
    assert.equal(own?.attributes['taskmeter.task.outcome'], 'success');
    assert.deepEqual(totalsOf(own), { calls: 1, cost: '0.0002', reason: 'end', complete: true, revision: 1 });
  });

  it('ends with an async generator that its consumer leaves, and with one that throws', async () => {
    let cleaned = false;
    const left = task({ type: 'a' }, async function* answer() {
      try {
        yield 1;
        yield 2;
      } finally {
        cleaned = true;
      }
    });
    for await (const _ of left) break;
    assert.equal(cleaned, true);
    const failure = new DOMException('x', 'TimeoutError');
    const failing = task({ type: 'b' }, async function* answer(): AsyncGenerator<number> {
      yield 1;
      throw failure;
    });
    await assert.rejects(
      async () => {
        for await (const _ of failing);
      },
      (error) => error === failure,
    );
    assert.deepEqual(
      sdk.read().map(({ name, attributes }) => [name, attributes['taskmeter.task.outcome']]),
      [
        ['task a', 'unknown'],
        ['task b', 'timeout'],
      ],
    );
  });

  it('is let go at once when it is a frozen thenable, which cannot be observed', async () => {
    // oxlint-disable-next-line unicorn/no-thenable -- what it is about
    const frozen = Object.freeze({ then: (onReturn: (value: number) => void) => onReturn(1) });
    assert.equal(await task({ type: 'a' }, () => frozen), 1);
    assert.equal(sdk.read().length, 1);
  });
});

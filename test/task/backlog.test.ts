import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { catchUp, putOff } from '../../src/task/backlog.ts';

suite('what is put off', () => {
  test('is done in order, in the next turn of the event loop', async () => {
    const done: string[] = [];
    putOff(() => done.push('first'));
    putOff(() => done.push('second'));
    await Promise.resolve();
    assert.deepEqual(done, []);
    await turn();
    assert.deepEqual(done, ['first', 'second']);
  });

  test('is done at once when somebody wants to know, and once', async () => {
    const done: string[] = [];
    putOff(() => done.push('only'));
    catchUp();
    assert.deepEqual(done, ['only']);
    await turn();
    assert.deepEqual(done, ['only']);
  });

  test('does not pile up where the event loop gets no turn', async () => {
    const done: number[] = [];
    for (let n = 0; n < 1000; n += 1) {
      putOff(() => done.push(n));
      await Promise.resolve();
      assert.ok(done.length > n - 64);
    }
    await turn();
    assert.deepEqual(
      done,
      Array.from({ length: 1000 }, (_, n) => n),
    );
  });

  test('may put off more, and ask for what others have put off', async () => {
    const done: string[] = [];
    putOff(() => {
      putOff(() => done.push('later'));
      catchUp();
      done.push('first');
    });
    catchUp();
    assert.deepEqual(done, ['first', 'later']);
  });

  test('is not kept from being done by a fault before it, which is said', async () => {
    const said: string[] = [];
    const logger = { error: (text: string) => said.push(text), warn() {}, info() {}, debug() {}, verbose() {} };
    diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
    const done: string[] = [];
    putOff(() => {
      throw new TypeError('what was asked');
    });
    putOff(() => done.push('second'));
    await turn();
    diag.disable();
    assert.deepEqual(done, ['second']);
    assert.deepEqual(said, ['taskmeter: ending a call failed (TypeError); the application is unaffected']);
  });
});

import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { mock, suite, test } from 'node:test';
import { syncBuiltinESMExports } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { catchUp, putOff } from '../../src/task/backlog.ts';
import { repository } from '../support/built.ts';
import { startNode } from '../support/child.ts';

// As it was before a test replaced it.
const nextTurn = turn;

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

  test('is done in the async context that it was put off in, for whomever it is done', async () => {
    const request = new AsyncLocalStorage<string>();
    const done: (string | undefined)[] = [];
    for (const name of ['first', 'second']) request.run(name, () => putOff(() => done.push(request.getStore())));
    await turn();
    request.run('third', () => putOff(() => done.push(request.getStore())));
    request.run('who wants to know', catchUp);
    assert.deepEqual(done, ['first', 'second', 'third']);
  });

  test('is done though a clock that nobody moves stands in the place of the timers', async () => {
    const done: string[] = [];
    // What the tests before have asked for has come.
    await nextTurn();
    mock.timers.enable({ apis: ['setImmediate'] });
    // As in a bundle, where an import is looked up whenever it is used.
    syncBuiltinESMExports();
    putOff(() => done.push('first'));
    mock.timers.reset();
    syncBuiltinESMExports();
    putOff(() => done.push('second'));
    await nextTurn();
    assert.deepEqual(done, ['first', 'second']);
  });

  test('is done when the process exits, before whoever has listened for that reads', async () => {
    const program = `
      import { putOff } from './src/task/backlog.ts';
      const done = [];
      process.on('exit', () => console.log(done.join()));
      putOff(() => done.push('first'));
      putOff(() => done.push('second'));
      process.exit();
    `;
    const ended = await startNode(['--input-type=module', '--eval', program], { cwd: repository }).ended;
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 0, stdout: 'first,second\n' });
  });
});

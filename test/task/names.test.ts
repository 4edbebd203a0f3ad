import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { context, diag, type DiagLogger, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { call, request, startSdk, T0 } from '../span/sdk.ts';
import { task } from '../../src/task/task.ts';

const sdk = startSdk();

function typesRead(): unknown[] {
  return [...new Set(sdk.read().map(({ attributes }) => attributes['taskmeter.task.type']))];
}

function fromUpstream(type: string): void {
  const baggage = propagation.createBaggage({
    'taskmeter.task.id': { value: 'x' },
    'taskmeter.task.type': { value: type },
  });
  context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () => sdk.recorder.begin(request, T0).end(call()));
}

describe('the number of task types in a process', () => {
  it('is 200, and further ones are other; requests from outside cannot use up the application’s own', () => {
    const warnings: string[] = [];
    const quiet = (): void => {};
    const logger: DiagLogger = {
      error: quiet,
      warn: (text) => void warnings.push(text),
      info: quiet,
      debug: quiet,
      verbose: quiet,
    };
    diag.setLogger(logger, { suppressOverrideMessage: true });

    for (let n = 0; n < 250; n += 1) fromUpstream(`upstream-${n}`);
    assert.equal(typesRead().length, 201);
    for (let n = 0; n < 250; n += 1) task({ type: `own-${n}` }, () => {});
    const own = typesRead();
    assert.deepEqual([own.length, own[199], own[200]], [201, 'own-199', 'other']);
    task({ type: 'own-0' }, () => {});
    fromUpstream('own-0');
    assert.deepEqual(typesRead(), ['own-0']);

    diag.disable();
    assert.deepEqual(warnings, [
      'taskmeter: more than 200 task types in this process; further ones are reported as "other"',
    ]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trace } from '@opentelemetry/api';
import { createRecorder } from '../../src/span/recorder.ts';
import { reportOutcome } from '../../src/task/outcome.ts';
import { task } from '../../src/task/task.ts';
import { tool } from '../../src/task/tool.ts';
import { call, price, request, T0 } from '../span/sdk.ts';

describe('without any SDK', () => {
  const recorder = createRecorder({ tracer: trace.getTracer('taskmeter'), price });

  it('calls find their task, across awaits and beside other tasks', async () => {
    const step = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const run = (calls: number): Promise<bigint | undefined> =>
      task({ type: 'ticket' }, async (t) => {
        for (let n = 0; n < calls; n += 1) {
          await step();
          const open = recorder.begin(request, T0);
          await open.run(step);
          open.end(call());
        }
        return t.totals().cost;
      });
    assert.deepEqual(await Promise.all([run(1), run(3), run(0)]), [200_000_000_000_000n, 600_000_000_000_000n, 0n]);
  });

  it('tools find their task, and what runs within them too', async () => {
    const cost = await task({ type: 'ticket' }, async (t) => {
      await tool({ name: 'research', usd: '0.01' }, async () => {
        await new Promise(setImmediate);
        recorder.begin(request, T0).end(call());
      });
      return t.totals().cost;
    });
    assert.equal(cost, 10_200_000_000_000_000n);
  });

  it('nested tasks count towards those around them', () => {
    const outer = task({ type: 'case' }, (t) => {
      const inner = task({ type: 'lookup' }, (nested) => {
        recorder.begin(request, T0).end(call());
        return nested;
      });
      return [inner.totals().calls, t.totals().calls];
    });
    assert.deepEqual(outer, [1, 1]);
  });

  it('a call outside any task is harmless, and so is a report', () => {
    recorder.begin(request, T0).end(call());
    reportOutcome('x', 'success');
  });

  it('what runs inside a call gives back what it gives, throws what it throws, and leaves the context as it was', () => {
    const open = recorder.begin(request, T0);
    const failure = new Error('x');
    assert.equal(
      open.run(() => 7),
      7,
    );
    assert.throws(
      () =>
        open.run(() => {
          throw failure;
        }),
      (error) => error === failure,
    );
    open.end(call());
    open.end(call());
  });
});

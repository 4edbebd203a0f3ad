import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportSpan } from '../../src/report/span.ts';
import { tasksOf } from '../../src/report/task.ts';
import { treeOf } from '../../src/report/tree.ts';
import { taskSpan } from './spans.ts';

function call(
  spanId: string,
  parentSpanId: string,
  name: string,
  attributes: Record<string, unknown>,
  startMs = 0,
): ReportSpan {
  const common = { 'gen_ai.operation.name': 'chat' };
  return {
    traceId: 'x',
    spanId,
    parentSpanId,
    name,
    startMs,
    endMs: startMs + 20,
    attributes: { ...common, ...attributes },
  };
}

test('a tree shows what each call read, wrote and cost, what was retried, what failed and what has no price', () => {
  const root = taskSpan(
    'a',
    { 'taskmeter.task.cost_exact': '0.0112', 'taskmeter.task.unpriced_calls': 1 },
    { traceId: 'x', spanId: '1' },
  );
  const retried = call('2', '1', 'chat small', {
    'gen_ai.usage.input_tokens': 1354,
    'gen_ai.usage.output_tokens': 20,
    'gen_ai.usage.cache_read.input_tokens': 1280,
    'taskmeter.cost.exact': '0.0012',
    'taskmeter.tool_calls': 1,
    'taskmeter.retry.reasons': ['429', '429'],
    'taskmeter.retry.wait_ms': 51.4,
  });
  const step: ReportSpan = { ...call('3', '1', 'answer', {}, 30), attributes: {} };
  const tool = (id: string, name: string, more: Record<string, unknown>, startMs: number): ReportSpan =>
    call(id, '3', `execute_tool ${name}`, { 'gen_ai.operation.name': 'execute_tool', ...more }, startMs);
  const free = tool('6', 'clock', {}, 40);
  const priced = tool('7', 'search', { 'taskmeter.price.status': 'reported', 'taskmeter.cost.exact': '0.01' }, 45);
  const unknown = call('4', '3', 'chat new', { 'taskmeter.price.status': 'unknown_model', 'error.type': '529' }, 35);
  const elsewhere = { ...call('5', '1', 'chat other', {}), traceId: 'y' };

  const spans = [unknown, step, priced, free, retried, root, elsewhere];
  const [task] = tasksOf(spans);
  assert.ok(task !== undefined);
  assert.equal(
    treeOf(task, spans),
    [
      'task t                         ≥ $0.0112  100 ms   success',
      '├─ chat small                    $0.0012   20 ms  1,354 in  1,280 from cache  20 out  1 tool call; retried after 429, 429, waited 51 ms',
      '└─ answer                                  20 ms',
      '   ├─ chat new             unknown_model   20 ms                                      failed with 529',
      '   ├─ execute_tool clock                   20 ms',
      '   └─ execute_tool search          $0.01   20 ms',
    ].join('\n'),
  );
});

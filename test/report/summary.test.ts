import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryJson } from '../../src/report/json.ts';
import { summarize } from '../../src/report/summary.ts';
import { tableOf } from '../../src/report/table.ts';
import { tasksOf } from '../../src/report/task.ts';
import { taskSpan } from './spans.ts';

const failure = { 'taskmeter.task.outcome': 'failure' };
const pending = { 'taskmeter.task.outcome': 'pending' };

function totalOf(...spans: ReturnType<typeof taskSpan>[]) {
  return summarize(tasksOf(spans)).total;
}

test('the cost of a success includes what the failures cost', () => {
  const total = totalOf(
    taskSpan('a', {}),
    taskSpan('b', failure),
    taskSpan('c', { ...failure, 'taskmeter.task.cost_exact': '0.0000007' }),
  );
  assert.deepEqual(summaryJson(total), {
    task_type: 'total',
    tasks: 3,
    success: 1,
    calls: 3,
    attempts: 3,
    retries: 0,
    tool_calls: 0,
    input_tokens: 300,
    output_tokens: 30,
    cache_read_tokens: 0,
    cost_exact: '0.0200007',
    cost_per_task: '0.0066669',
    cost_per_success: '0.0200007',
  });
});

test('what priced tools cost is in the cost, and told apart where there are any', () => {
  const total = totalOf(
    taskSpan('a', { 'taskmeter.task.tool_cost_exact': '0.004', 'taskmeter.task.priced_tool_calls': 2 }),
    taskSpan('b', {}),
  );
  const { cost_exact: cost, tool_cost_exact: toolCost } = summaryJson(total);
  assert.deepEqual([cost, toolCost], ['0.02', '0.004']);
  assert.match(tableOf([], total), /^tools: 2 priced calls, \$0\.004000 of the cost$/m);
});

test('without a success there is no cost per success', () => {
  const total = totalOf(taskSpan('a', failure));
  assert.equal(summaryJson(total).cost_per_success, null);
  assert.match(tableOf([], total), /\$0\.010000 +\$0\.010000 +–$/m);
});

test('while outcomes are open the table prints the range and the coverage', () => {
  const total = totalOf(
    taskSpan('a', {}),
    taskSpan('b', pending),
    taskSpan('c', { 'taskmeter.task.outcome': 'unknown' }),
    taskSpan('d', failure),
  );
  const table = tableOf([], total);
  assert.match(table, /\$0\.013333 – \$0\.040000$/m);
  assert.match(table, /^2 of 4 outcomes are open: coverage 50%$/m);
  assert.equal(summaryJson(total).open, 2);
});

test('what costs less than a millionth of a dollar does not read as nothing', () => {
  const costing = (cost: string) => totalOf(taskSpan('a', { 'taskmeter.task.cost_exact': cost }));
  assert.deepEqual(
    ['0', '0.00000016', '0.00000146', '0.00000999', '0.0000768', '-0.00000016', '0.000000000000000001'].map((cost) =>
      tableOf([], costing(cost)).split(/\s+/).at(-1),
    ),
    ['$0.000000', '$0.00000016', '$0.0000015', '$0.000010', '$0.000077', '$-0.00000016', '$0.000000000000000001'],
  );
});

test('where no call has a price the table says so, and not a bound of nothing', () => {
  const tokens = { 'taskmeter.task.input_tokens': 0, 'taskmeter.task.output_tokens': 0 };
  const table = tableOf(
    [],
    totalOf(taskSpan('a', { ...tokens, 'taskmeter.task.cost_exact': undefined, 'taskmeter.task.unpriced_calls': 1 })),
  );
  assert.match(table, /^total +1 +1 \(100%\) +1 +0 +0 +– +– +– +no price +– +–$/m);
});

test('with a call that has no price every cost is marked as a lower bound', () => {
  const total = totalOf(
    taskSpan('a', {}),
    taskSpan('b', { 'taskmeter.task.cost_exact': undefined, 'taskmeter.task.unpriced_calls': 1 }),
  );
  const table = tableOf([], total);
  assert.match(table, /≥ \$0\.010000 +≥ \$0\.005000 +≥ \$0\.005000$/m);
  assert.match(table, /^≥ lower bound: 1 call has no price/m);
  assert.equal(summaryJson(total).unpriced_calls, 1);
});

test('quotients are rounded once, half to even, at 12 decimals', () => {
  const thirds = totalOf(
    taskSpan('a', {}),
    taskSpan('b', { 'taskmeter.task.cost_exact': '0' }),
    taskSpan('c', { 'taskmeter.task.cost_exact': '0' }),
  );
  assert.equal(summaryJson(thirds).cost_per_task, '0.003333333333');
  const half = { 'taskmeter.task.cost_exact': '0.000000000001' };
  const nothing = { 'taskmeter.task.cost_exact': '0' };
  assert.equal(summaryJson(totalOf(taskSpan('a', half), taskSpan('b', nothing))).cost_per_task, '0');
});

test('types are sorted by name and add up; a task inside another counts in its type and once in the total', () => {
  const outer = taskSpan(
    'a',
    { 'taskmeter.task.type': 'outer', 'taskmeter.task.calls': 3 },
    { traceId: 'x', spanId: '1' },
  );
  const step = { ...taskSpan('a', {}), attributes: {}, traceId: 'x', spanId: '2', parentSpanId: '1' };
  const inner = taskSpan('b', { 'taskmeter.task.type': 'inner' }, { traceId: 'x', spanId: '3', parentSpanId: '2' });
  const { types, total } = summarize(tasksOf([inner, step, outer]));
  assert.deepEqual(
    [...types, total].map(({ type, tasks, calls }) => [type, tasks, calls]),
    [
      ['inner', 1, 1],
      ['outer', 1, 3],
      ['total', 1, 3],
    ],
  );
});

test('of several totals of one task the newest revision counts', () => {
  const late = taskSpan('a', { 'taskmeter.task.calls': 2, 'taskmeter.rollup.revision': 2 }, { spanId: 'late' });
  assert.equal(totalOf(late, taskSpan('a', {})).calls, 2);
  assert.equal(totalOf(taskSpan('a', {}), late).tasks, 1);
});

import type { ReportSpan } from '../../src/report/span.ts';

/** A task's span with totals, for reports: everything not given is what a cheap successful task has. */
export function taskSpan(id: string, attributes: Record<string, unknown>, place: Partial<ReportSpan> = {}): ReportSpan {
  return {
    traceId: `trace of ${id}`,
    spanId: `span of ${id}`,
    name: 'task t',
    startMs: 0,
    endMs: 100,
    attributes: {
      'taskmeter.task.id': id,
      'taskmeter.task.type': 't',
      'taskmeter.task.outcome': 'success',
      'taskmeter.task.calls': 1,
      'taskmeter.task.attempts': 1,
      'taskmeter.task.retries': 0,
      'taskmeter.task.tool_calls': 0,
      'taskmeter.task.input_tokens': 100,
      'taskmeter.task.output_tokens': 10,
      'taskmeter.task.cost_exact': '0.01',
      'taskmeter.task.unpriced_calls': 0,
      'taskmeter.rollup.revision': 1,
      ...attributes,
    },
    ...place,
  };
}

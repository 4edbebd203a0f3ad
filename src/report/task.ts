import { parseUsd } from '../price/money.ts';
import type { Atto } from '../price/money.ts';
import {
  ATTR_TASKMETER_ROLLUP_REVISION,
  ATTR_TASKMETER_TASK_ATTEMPTS,
  ATTR_TASKMETER_TASK_CACHE_READ_TOKENS,
  ATTR_TASKMETER_TASK_CALLS,
  ATTR_TASKMETER_TASK_COST_EXACT,
  ATTR_TASKMETER_TASK_ID,
  ATTR_TASKMETER_TASK_INPUT_TOKENS,
  ATTR_TASKMETER_TASK_OUTCOME,
  ATTR_TASKMETER_TASK_OUTPUT_TOKENS,
  ATTR_TASKMETER_TASK_PRICED_TOOL_CALLS,
  ATTR_TASKMETER_TASK_RETRIES,
  ATTR_TASKMETER_TASK_TOOL_CALLS,
  ATTR_TASKMETER_TASK_TOOL_COST_EXACT,
  ATTR_TASKMETER_TASK_TYPE,
  ATTR_TASKMETER_TASK_UNPRICED_CALLS,
} from '../span/attributes.gen.ts';
import type { ReportSpan } from './span.ts';

/** What one task adds to the sums; counts that nobody reported are 0. */
export interface TaskSums {
  readonly type: string;
  readonly outcome: string;
  readonly calls: number;
  readonly attempts: number;
  readonly retries: number;
  readonly toolCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  /** Sum of the known costs; absent when nothing of the task has a price. */
  readonly cost: Atto | undefined;
  readonly pricedToolCalls: number;
  /** The part of the cost that priced tools made. */
  readonly toolCost: Atto;
  /** Calls without a full price: with any, `cost` is a lower bound. */
  readonly unpricedCalls: number;
  /** Lies within another task, whose totals include it. */
  readonly nested: boolean;
}

/** One task as its span tells it. */
export interface TaskRecord extends TaskSums {
  readonly span: ReportSpan;
  readonly id: string;
}

/** The tasks among the spans, in the order of their start, each once: of several totals the newest revision counts. */
export function tasksOf(spans: readonly ReportSpan[]): TaskRecord[] {
  const newest = new Map<string, ReportSpan>();
  for (const span of spans) {
    if (!isTaskSpan(span)) continue;
    const id = text(span, ATTR_TASKMETER_TASK_ID);
    const known = newest.get(id);
    if (known === undefined || revisionOf(span) > revisionOf(known)) newest.set(id, span);
  }
  const byId = new Map(spans.map((span) => [keyOf(span.traceId, span.spanId), span]));
  return [...newest.values()].toSorted((a, b) => a.startMs - b.startMs).map((span) => recordOf(span, byId));
}

/** True for a span that carries a task's totals, and not merely the name of the task it belongs to. */
export function isTaskSpan(span: ReportSpan): boolean {
  return typeof span.attributes[ATTR_TASKMETER_TASK_CALLS] === 'number';
}

function recordOf(span: ReportSpan, byId: ReadonlyMap<string, ReportSpan>): TaskRecord {
  return {
    span,
    id: text(span, ATTR_TASKMETER_TASK_ID),
    type: text(span, ATTR_TASKMETER_TASK_TYPE),
    outcome: text(span, ATTR_TASKMETER_TASK_OUTCOME) || 'unknown',
    calls: count(span, ATTR_TASKMETER_TASK_CALLS),
    attempts: count(span, ATTR_TASKMETER_TASK_ATTEMPTS),
    retries: count(span, ATTR_TASKMETER_TASK_RETRIES),
    toolCalls: count(span, ATTR_TASKMETER_TASK_TOOL_CALLS),
    inputTokens: count(span, ATTR_TASKMETER_TASK_INPUT_TOKENS),
    outputTokens: count(span, ATTR_TASKMETER_TASK_OUTPUT_TOKENS),
    cacheReadTokens: count(span, ATTR_TASKMETER_TASK_CACHE_READ_TOKENS),
    cost: money(span, ATTR_TASKMETER_TASK_COST_EXACT),
    pricedToolCalls: count(span, ATTR_TASKMETER_TASK_PRICED_TOOL_CALLS),
    toolCost: money(span, ATTR_TASKMETER_TASK_TOOL_COST_EXACT) ?? 0n,
    unpricedCalls: count(span, ATTR_TASKMETER_TASK_UNPRICED_CALLS),
    nested: hasTaskAbove(span, byId),
  };
}

function hasTaskAbove(span: ReportSpan, byId: ReadonlyMap<string, ReportSpan>): boolean {
  const own = text(span, ATTR_TASKMETER_TASK_ID);
  let above = byId.get(keyOf(span.traceId, span.parentSpanId ?? ''));
  // Bounded by the number of spans: a parent chain of a broken export may lead in a circle.
  for (let steps = 0; above !== undefined && steps < byId.size; steps += 1) {
    if (isTaskSpan(above) && text(above, ATTR_TASKMETER_TASK_ID) !== own) return true;
    above = byId.get(keyOf(above.traceId, above.parentSpanId ?? ''));
  }
  return false;
}

function keyOf(traceId: string, spanId: string): string {
  return `${traceId}-${spanId}`;
}

function revisionOf(span: ReportSpan): number {
  return count(span, ATTR_TASKMETER_ROLLUP_REVISION);
}

function text(span: ReportSpan, key: string): string {
  const value = span.attributes[key];
  return typeof value === 'string' ? value : '';
}

function money(span: ReportSpan, key: string): Atto | undefined {
  const value = span.attributes[key];
  return typeof value === 'string' ? parseUsd(value) : undefined;
}

function count(span: ReportSpan, key: string): number {
  const value = span.attributes[key];
  return typeof value === 'number' ? value : 0;
}

import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_TASKMETER_COST_EXACT,
  ATTR_TASKMETER_PRICE_STATUS,
  ATTR_TASKMETER_RETRY_REASONS,
  ATTR_TASKMETER_RETRY_WAIT_MS,
  ATTR_TASKMETER_TOOL_CALLS,
} from '../span/attributes.gen.ts';
import { EXECUTE_TOOL } from '../span/tool-attributes.ts';
import { formatUsd } from '../price/money.ts';
import { grouped, inColumns } from './columns.ts';
import type { ReportSpan } from './span.ts';
import type { TaskRecord } from './task.ts';

/**
 * One task's spans as a tree, each call with its tokens and its exact cost: the costs of the calls and priced tools add up to the first
 * line's, to the last digit.
 */
export function treeOf(task: TaskRecord, spans: readonly ReportSpan[]): string {
  const children = new Map<string, ReportSpan[]>();
  for (const span of spans) {
    if (span.traceId !== task.span.traceId) continue;
    const parent = span.parentSpanId ?? '';
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const below = linesBelow(task.span, children, '');
  const cost = task.cost === undefined ? 'no price' : `${task.unpricedCalls > 0 ? '≥ ' : ''}$${formatUsd(task.cost)}`;
  const title = [task.span.name, cost, duration(task.span), task.outcome, '', '', ''];
  return inColumns([title, ...below], 'lrrrrrl').join('\n');
}

function linesBelow(
  span: ReportSpan,
  children: ReadonlyMap<string, readonly ReportSpan[]>,
  indent: string,
): string[][] {
  const below = (children.get(span.spanId) ?? []).toSorted((a, b) => a.startMs - b.startMs);
  return below.flatMap((child, index) => {
    const last = index === below.length - 1;
    const branch = indent + (last ? '└─ ' : '├─ ');
    return [lineOf(child, branch), ...linesBelow(child, children, indent + (last ? '   ' : '│  '))];
  });
}

function lineOf(span: ReportSpan, branch: string): string[] {
  const name = branch + span.name;
  const operation = span.attributes[ATTR_GEN_AI_OPERATION_NAME];
  if (operation === undefined) return [name, '', duration(span), '', '', '', ''];
  if (operation === EXECUTE_TOOL) {
    // Most tools cost nothing.
    const cost = span.attributes[ATTR_TASKMETER_PRICE_STATUS] === undefined ? '' : costOf(span);
    return [name, cost, duration(span), '', '', '', storyOf(span)];
  }
  return [
    name,
    costOf(span),
    duration(span),
    tokens(span, ATTR_GEN_AI_USAGE_INPUT_TOKENS, 'in'),
    cacheOf(span),
    tokens(span, ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, 'out'),
    storyOf(span),
  ];
}

function costOf(span: ReportSpan): string {
  const cost = span.attributes[ATTR_TASKMETER_COST_EXACT];
  if (typeof cost === 'string') return `$${cost}`;
  const status = span.attributes[ATTR_TASKMETER_PRICE_STATUS];
  return typeof status === 'string' ? status : 'no price';
}

function tokens(span: ReportSpan, key: string, word: string): string {
  const count = span.attributes[key];
  return typeof count === 'number' ? `${grouped(count)} ${word}` : '';
}

function cacheOf(span: ReportSpan): string {
  const read = span.attributes[ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS];
  const written = span.attributes[ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS];
  if (typeof read === 'number' && read > 0) return `${grouped(read)} from cache`;
  return typeof written === 'number' && written > 0 ? `${grouped(written)} to cache` : '';
}

/** What happened on the way: tool calls asked for, attempts refused. */
function storyOf(span: ReportSpan): string {
  const tools = Number(span.attributes[ATTR_TASKMETER_TOOL_CALLS] ?? 0);
  const reasons = span.attributes[ATTR_TASKMETER_RETRY_REASONS];
  const retried = Array.isArray(reasons) && reasons.length > 0;
  const waitMs = Number(span.attributes[ATTR_TASKMETER_RETRY_WAIT_MS] ?? 0);
  const error = span.attributes['error.type'];
  return [
    ...(tools > 0 ? [`${tools} tool ${tools === 1 ? 'call' : 'calls'}`] : []),
    ...(retried ? [`retried after ${reasons.join(', ')}, waited ${Math.round(waitMs)} ms`] : []),
    ...(typeof error === 'string' ? [`failed with ${error}`] : []),
  ].join('; ');
}

function duration(span: ReportSpan): string {
  return `${Math.round(span.endMs - span.startMs)} ms`;
}

/**
 * What this process has counted since it started: exact, cumulative, and out of reach of a lost export. Metrics read it when
 * they are collected, so a call costs a few additions and a meter provider that comes late has missed nothing.
 */
import type { Usage } from '../call.ts';
import { isUnpriced } from '../price/cost.ts';
import { type Atto, formatUsd } from '../price/money.ts';
import { catchUp } from '../task/backlog.ts';
import type { Entry, ToolEntry } from '../task/totals.ts';

/** The calls of one model under one type of task. */
export interface CallCounts {
  readonly taskType: string;
  readonly provider: string;
  readonly model: string;
  calls: number;
  attempts: number;
  /** Calls that began outside every task. */
  unattributed: number;
  /** Of the calls whose price is known. */
  cost: Atto;
  readonly tokens: Record<TokenType, number>;
  /** Calls without a full price, by the status of it. */
  readonly unpriced: Record<string, number>;
  /** Calls whose price rests on an assumption, by that. */
  readonly assumed: Record<string, number>;
}

/** The priced calls of one tool under one type of task. */
export interface ToolCounts {
  readonly taskType: string;
  readonly tool: string;
  calls: number;
  cost: Atto;
  /** Calls whose own cost is no number, by the status of it. */
  readonly unpriced: Record<string, number>;
}

export type TokenType = 'input' | 'output' | 'cache_read' | 'cache_write' | 'reasoning';

export interface TaskCounts {
  readonly taskType: string;
  readonly outcome: string;
  tasks: number;
}

/** Calls, or calls of a priced tool, whose spans were given up. */
export interface LostCounts {
  readonly provider: string;
  readonly model: string;
  /** Absent for calls of a model. */
  readonly tool?: string | undefined;
  calls: number;
  cost: Atto;
}

/** Why a span was given up. */
export type Loss = 'queue_full' | 'process_end';

/** Spans that were to be exported. What is neither exported nor lost waits. */
export interface SpanCounts {
  ended: number;
  exported: number;
  readonly lost: Record<Loss, number>;
}

/** The counts themselves; the maps' keys are made of what the values tell. */
export interface Counts {
  readonly calls: Map<string, CallCounts>;
  readonly tools: Map<string, ToolCounts>;
  readonly tasks: Map<string, TaskCounts>;
  readonly lost: Map<string, LostCounts>;
  /** Requests that no observed call made, by host. */
  readonly unobserved: Map<string, number>;
  readonly spans: SpanCounts;
}

/** One process, one set of counts, whichever copy of this package counts (`task/state.ts`). */
const key = Symbol.for('taskmeter.counts.1');

export const counts: Counts = ((globalThis as { [key]?: Counts })[key] ??= {
  calls: new Map(),
  tools: new Map(),
  tasks: new Map(),
  lost: new Map(),
  unobserved: new Map(),
  spans: { ended: 0, exported: 0, lost: { queue_full: 0, process_end: 0 } },
});

/** A call that has ended. `taskType` is absent where the call is in no named task. */
export interface EndedCall {
  readonly provider: string;
  readonly entry: Entry;
  readonly taskType: string | undefined;
  readonly isAttributed: boolean;
}

export function countCall({ provider, entry, taskType = '', isAttributed }: EndedCall): void {
  const { cost } = entry;
  const cell = callCell(taskType, provider, entry.responseModel ?? entry.requestModel ?? '');
  cell.calls += 1;
  cell.attempts += entry.attempts;
  if (!isAttributed) cell.unattributed += 1;
  if (cost.total !== undefined) cell.cost += cost.total;
  if (isUnpriced(cost)) raise(cell.unpriced, cost.status);
  for (const what of cost.assumed ?? []) raise(cell.assumed, what);
  if (entry.usage !== undefined) addTokens(cell.tokens, entry.usage);
}

/** A call of a priced tool that has ended. `taskType` is absent where it is in no named task. */
export function countTool({ tool, cost: { status, total } }: ToolEntry, taskType = ''): void {
  const cell = cellOf(counts.tools, `${tool}\0${taskType}`, (isOther) => ({
    taskType: isOther ? OTHER : taskType,
    tool: isOther ? OTHER : tool,
    calls: 0,
    cost: 0n,
    unpriced: {},
  }));
  if (total === undefined) {
    raise(cell.unpriced, status);
    return;
  }
  cell.calls += 1;
  cell.cost += total;
}

export function countTask(taskType: string, outcome: string): void {
  const cell = cellOf(counts.tasks, `${outcome}\0${taskType}`, () => ({ taskType, outcome, tasks: 0 }));
  cell.tasks += 1;
}

export function countUnobserved(host: string): void {
  const label = counts.unobserved.has(host) || counts.unobserved.size < MAX_CELLS ? host : OTHER;
  counts.unobserved.set(label, (counts.unobserved.get(label) ?? 0) + 1);
}

/** A span that was given up; `call` tells what of a model call or a priced tool stood on it. */
export function countLost({ spans, lost }: Counts, loss: Loss, call: Omit<LostCounts, 'calls'> | undefined): void {
  spans.lost[loss] += 1;
  if (call === undefined) return;
  const { cost, ...called } = call;
  const cell = cellOf(lost, `${called.provider}\0${called.model}\0${called.tool ?? ''}`, (isOther) => ({
    ...(isOther ? { provider: OTHER, model: OTHER } : called),
    calls: 0,
    cost: 0n,
  }));
  cell.calls += 1;
  cell.cost += cost;
}

/** What the process has counted so far, for people: the sums over all labels. */
export interface Summary {
  readonly calls: number;
  readonly attempts: number;
  readonly unpricedCalls: number;
  readonly unattributedCalls: number;
  /** Exact decimal of the calls whose price is known and of priced tools, in USD. */
  readonly costUsd: string;
  readonly tokens: Readonly<Record<TokenType, number>>;
  readonly tasks: number;
  /** Number of requests by host. */
  readonly unobservedRequests: Readonly<Record<string, number>>;
  readonly spans: Readonly<Omit<SpanCounts, 'lost'>> & { readonly lost: number };
  readonly lostCalls: number;
  readonly lostCostUsd: string;
}

export function summary(): Summary {
  catchUp();
  const calls = [...counts.calls.values()];
  const tools = [...counts.tools.values()];
  const lost = [...counts.lost.values()];
  const { ended, exported, lost: losses } = counts.spans;
  const tokens = noTokens();
  for (const cell of calls) for (const type of TOKEN_TYPES) tokens[type] += cell.tokens[type];
  return {
    calls: sum(calls.map((cell) => cell.calls)),
    attempts: sum(calls.map((cell) => cell.attempts)),
    unpricedCalls: sum([...calls, ...tools].flatMap((cell) => Object.values(cell.unpriced))),
    unattributedCalls: sum(calls.map((cell) => cell.unattributed)),
    costUsd: formatUsd([...calls, ...tools].reduce((total, { cost }) => total + cost, 0n)),
    tokens,
    tasks: sum([...counts.tasks.values()].map((cell) => cell.tasks)),
    unobservedRequests: Object.fromEntries(counts.unobserved),
    spans: { ended, exported, lost: losses.queue_full + losses.process_end },
    lostCalls: sum(lost.filter(({ tool }) => tool === undefined).map((cell) => cell.calls)),
    lostCostUsd: formatUsd(lost.reduce((total, { cost }) => total + cost, 0n)),
  };
}

export const TOKEN_TYPES: readonly TokenType[] = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'];

/**
 * A metric may have 2000 series before the SDK throws the rest together, and tokens have five for each of these. Names of
 * models come from responses and are not ours to bound otherwise.
 */
const MAX_CELLS = 390;
const OTHER = 'other';

function callCell(taskType: string, provider: string, model: string): CallCounts {
  return cellOf(counts.calls, `${provider}\0${model}\0${taskType}`, (isOther) => ({
    taskType: isOther ? OTHER : taskType,
    provider: isOther ? OTHER : provider,
    model: isOther ? OTHER : model,
    calls: 0,
    attempts: 0,
    unattributed: 0,
    cost: 0n,
    tokens: noTokens(),
    unpriced: {},
    assumed: {},
  }));
}

/** The cell of a key; beyond the bound all new ones are one. */
function cellOf<T>(cells: Map<string, T>, name: string, create: (isOther: boolean) => T): T {
  const isOther = cells.size >= MAX_CELLS && !cells.has(name);
  const found = cells.get(isOther ? OTHER : name);
  if (found !== undefined) return found;
  const cell = create(isOther);
  cells.set(isOther ? OTHER : name, cell);
  return cell;
}

function raise(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

function addTokens(tokens: Record<TokenType, number>, usage: Usage): void {
  tokens.input += usage.inputTokens ?? 0;
  tokens.output += usage.outputTokens ?? 0;
  tokens.cache_read += usage.cacheReadTokens ?? 0;
  tokens.cache_write += usage.cacheWriteTokens ?? 0;
  tokens.reasoning += usage.reasoningTokens ?? 0;
}

function noTokens(): Record<TokenType, number> {
  return { input: 0, output: 0, cache_read: 0, cache_write: 0, reasoning: 0 };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, more) => total + more, 0);
}

/**
 * What a task adds up to: a fold over its finished calls and priced tools that gives the same totals in any order. The definitions are in
 * docs/definitions.md; `spec/vectors/totals` tests them here and in the collector.
 */
import type { Usage } from '../call.ts';
import { type Atto, type Cost, isUnpriced } from '../price/cost.ts';
import { toMicroUsd } from '../price/money.ts';
import { createIntervalUnion } from './intervals.ts';

/** What one finished call adds to its task. */
export interface Entry {
  readonly operation: string;
  readonly requestModel?: string | undefined;
  readonly responseModel?: string | undefined;
  /** Epoch microseconds, whole. */
  readonly startUs: number;
  readonly endUs: number;
  /** The call's result was not used: it ended in an error. */
  readonly failed: boolean;
  /** HTTP requests made, at least 1. */
  readonly attempts: number;
  /** Failed attempts that may be billed and whose usage nobody reported. */
  readonly unknownAttempts: number;
  /** Absent when the response does not say. */
  readonly toolCalls?: number | undefined;
  readonly usage?: Usage | undefined;
  readonly cost: Pick<Cost, 'status' | 'total' | 'cacheSaving'> & Partial<Pick<Cost, 'assumed'>>;
}

/** What one tool call that has a price of any kind adds to its task. */
export interface ToolEntry {
  /** Its name. */
  readonly tool: string;
  /** Without a total what the application said of it is no number. */
  readonly cost: Pick<Cost, 'status' | 'total'>;
}

/** Sums over the calls of one task. A field is absent when no call reports it. */
export interface Totals {
  readonly calls: number;
  readonly attempts: number;
  readonly retries: number;
  readonly unknownAttempts: number;
  readonly toolCalls?: number;
  /** Models that answered, sorted. */
  readonly models: readonly string[];
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly reasoningTokens?: number;
  /** False when a call that may have consumed tokens did not say how many, or contradicted itself. */
  readonly tokensComplete: boolean;
  readonly priceStatus: TaskPriceStatus;
  /** Calls without a price, or with a part without one, and tool calls whose own cost is no number. With any, `cost` is a lower bound. */
  readonly unpricedCalls: number;
  /** Of calls and priced tools. Absent when the status is `unpriced`: unknown is never 0. */
  readonly cost?: Atto;
  /** The part of `cost` that priced tools made; absent without any. */
  readonly toolCost?: Atto;
  /** Executions of tools that have a cost; absent without any. */
  readonly pricedToolCalls?: number;
  /** `cost` in millionths of a dollar, rounded half to even. */
  readonly costMicroUsd?: number;
  readonly costBucket: CostBucket;
  /** Known cost of the calls whose result was not used. */
  readonly retryCost: Atto;
  /** May be negative. */
  readonly cacheSaving?: Atto;
  /** Cache reads ÷ input, over the calls that report cache reads. */
  readonly cacheHitRatio?: number;
  /** Union of the intervals in which a call was under way. */
  readonly llmTimeMs: number;
  /** Input of the last chat call ÷ input of the first. */
  readonly contextGrowth?: number;
}

/** `partial`: some call has no price, or a part without one. `unpriced`: nothing has a price. */
export type TaskPriceStatus = 'priced' | 'partial' | 'unpriced';

/** A word a search by equality can find; bounds are USD, the lower one inclusive. */
export type CostBucket =
  | 'usd_0'
  | 'usd_lt_0.001'
  | 'usd_0.001_0.01'
  | 'usd_0.01_0.1'
  | 'usd_0.1_1'
  | 'usd_1_10'
  | 'usd_ge_10'
  | 'unknown';

/** The running totals of one task. Its size does not grow with the number of calls. */
export interface Tally {
  add(entry: Entry): void;
  addTool(entry: ToolEntry): void;
  /** The totals so far. */
  totals(): Totals;
}

export function createTally(): Tally {
  let calls = 0;
  let attempts = 0;
  let retries = 0;
  let unknownAttempts = 0;
  let priced = 0;
  let unpriced = 0;
  let cost = 0n;
  let toolCost = 0n;
  let pricedToolCalls = 0;
  let retryCost = 0n;
  let cacheSaving: Atto | undefined;
  let toolCalls: number | undefined;
  let inputTokens: number | undefined;
  let outputTokens: number | undefined;
  let cacheReadTokens: number | undefined;
  let cacheWriteTokens: number | undefined;
  let reasoningTokens: number | undefined;
  let tokensComplete = true;
  // Read and input of the calls that report both.
  let ratioRead = 0;
  let ratioInput = 0;
  let chats = 0;
  let firstChat: Turn | undefined;
  let lastChat: Turn | undefined;
  const models = new Set<string>();
  const busy = createIntervalUnion();

  return {
    add(entry) {
      const { usage, cost: price } = entry;
      calls += 1;
      attempts += entry.attempts;
      retries += entry.attempts - 1;
      unknownAttempts += entry.unknownAttempts;
      toolCalls = plus(toolCalls, entry.toolCalls);
      const model = entry.responseModel ?? (entry.failed ? undefined : entry.requestModel);
      if (model !== undefined) models.add(model);

      inputTokens = plus(inputTokens, usage?.inputTokens);
      outputTokens = plus(outputTokens, usage?.outputTokens);
      cacheReadTokens = plus(cacheReadTokens, usage?.cacheReadTokens);
      cacheWriteTokens = plus(cacheWriteTokens, usage?.cacheWriteTokens);
      reasoningTokens = plus(reasoningTokens, usage?.reasoningTokens);
      // Counts that contradict each other are summed as reported, but nothing is derived from them.
      const consistent = price.status !== 'invalid_usage';
      tokensComplete &&= price.status === 'not_billed' || (consistent && reportsTokens(entry));
      if (consistent && usage?.inputTokens !== undefined && usage.cacheReadTokens !== undefined) {
        ratioRead += usage.cacheReadTokens;
        ratioInput += usage.inputTokens;
      }

      if (price.total !== undefined) {
        cost += price.total;
        if (entry.failed) retryCost += price.total;
      }
      if (price.cacheSaving !== undefined) cacheSaving = (cacheSaving ?? 0n) + price.cacheSaving;
      if (isUnpriced(price)) unpriced += 1;
      if (price.total !== undefined && price.status !== 'not_billed') priced += 1;

      busy.add(entry.startUs, entry.endUs);
      if (consistent && isChat(entry.operation) && usage?.inputTokens !== undefined) {
        const turn: Turn = { at: entry.startUs, input: usage.inputTokens };
        chats += 1;
        if (firstChat === undefined || isBefore(turn, firstChat)) firstChat = turn;
        if (lastChat === undefined || isBefore(lastChat, turn)) lastChat = turn;
      }
    },
    addTool({ cost: { total } }) {
      if (total === undefined) {
        unpriced += 1;
        return;
      }
      pricedToolCalls += 1;
      priced += 1;
      toolCost += total;
    },
    totals() {
      const priceStatus = unpriced === 0 ? 'priced' : priced > 0 ? 'partial' : 'unpriced';
      const known = priceStatus === 'unpriced' ? undefined : cost + toolCost;
      const totals: { -readonly [K in keyof Totals]: Totals[K] } = {
        calls,
        attempts,
        retries,
        unknownAttempts,
        models: [...models].toSorted(),
        tokensComplete,
        priceStatus,
        unpricedCalls: unpriced,
        costBucket: costBucket(known),
        retryCost,
        llmTimeMs: busy.length() / 1000,
      };
      // What is absent has no key.
      if (toolCalls !== undefined) totals.toolCalls = toolCalls;
      if (inputTokens !== undefined) totals.inputTokens = inputTokens;
      if (outputTokens !== undefined) totals.outputTokens = outputTokens;
      if (cacheReadTokens !== undefined) totals.cacheReadTokens = cacheReadTokens;
      if (cacheWriteTokens !== undefined) totals.cacheWriteTokens = cacheWriteTokens;
      if (reasoningTokens !== undefined) totals.reasoningTokens = reasoningTokens;
      if (known !== undefined) {
        totals.cost = known;
        totals.costMicroUsd = Number(toMicroUsd(known));
      }
      if (pricedToolCalls > 0) {
        totals.toolCost = toolCost;
        totals.pricedToolCalls = pricedToolCalls;
      }
      if (cacheSaving !== undefined) totals.cacheSaving = cacheSaving;
      if (ratioInput > 0) totals.cacheHitRatio = ratioRead / ratioInput;
      const contextGrowth = chats < 2 ? undefined : growth(firstChat, lastChat);
      if (contextGrowth !== undefined) totals.contextGrowth = contextGrowth;
      return totals;
    },
  };
}

/** Input of one chat call, in order of the start. */
interface Turn {
  readonly at: number;
  readonly input: number;
}

/** By start, then by input, so that calls that start together have an order that does not depend on arrival. */
function isBefore(a: Turn, b: Turn): boolean {
  return a.at < b.at || (a.at === b.at && a.input < b.input);
}

function growth(first: Turn | undefined, last: Turn | undefined): number | undefined {
  return first === undefined || last === undefined || first.input === 0 ? undefined : last.input / first.input;
}

function isChat(operation: string): boolean {
  return operation === 'chat' || operation === 'generate_content';
}

/** Embeddings and reranking produce no tokens, so only their input is missed. */
function reportsTokens({ operation, usage }: Entry): boolean {
  const generates = operation !== 'embeddings' && operation !== 'rerank';
  return usage?.inputTokens !== undefined && (!generates || usage.outputTokens !== undefined);
}

function plus(sum: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? sum : (sum ?? 0) + more;
}

/** Upper bounds, exclusive. */
const buckets: readonly (readonly [Atto, CostBucket])[] = [
  [1n, 'usd_0'],
  [10n ** 15n, 'usd_lt_0.001'],
  [10n ** 16n, 'usd_0.001_0.01'],
  [10n ** 17n, 'usd_0.01_0.1'],
  [10n ** 18n, 'usd_0.1_1'],
  [10n ** 19n, 'usd_1_10'],
];

function costBucket(cost: Atto | undefined): CostBucket {
  if (cost === undefined) return 'unknown';
  return buckets.find(([bound]) => cost < bound)?.[1] ?? 'usd_ge_10';
}

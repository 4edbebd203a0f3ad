/** What stands on a task's span: its totals, and who totalled it and why then. Pure. */
import type { Attributes } from '@opentelemetry/api';
import { formatUsd, toDouble } from '../price/money.ts';
import type { Outcome } from '../task/outcomes.ts';
import type { Totals } from '../task/totals.ts';
import * as name from './attributes.gen.ts';
import { usd } from './attributes.ts';
import * as put from './put.gen.ts';

/** Who a task is. */
export interface Identity {
  readonly id: string;
  readonly type: string;
}

/** One statement of a task's totals. */
export interface Rollup {
  readonly outcome: Outcome;
  readonly totals: Totals;
  /** From 1; the newest is the truth. */
  readonly revision: number;
  /** Why it was taken then. All but `end` mean that calls may follow. */
  readonly reason: 'end' | 'open_calls' | 'late' | 'shutdown' | 'idle_timeout';
  readonly complete: boolean;
  /** `service.instance.id` of this process, when its resource has one. */
  readonly instance?: string | undefined;
}

/** Name of the span that states a task's totals apart from the task's own span. */
export const TASK_ROLLUP = 'task.rollup';

export function identityAttributes({ id, type }: Identity): Attributes {
  return { [name.ATTR_TASKMETER_TASK_ID]: id, [name.ATTR_TASKMETER_TASK_TYPE]: type };
}

/** Writes one statement of a task's totals. */
export function writeRollup(on: Attributes, { outcome, totals, revision, reason, complete, instance }: Rollup): void {
  put.taskmeterTaskOutcome(on, outcome);
  put.taskmeterTaskCostUsd(on, usd(totals.cost));
  put.taskmeterTaskCostExact(on, totals.cost === undefined ? undefined : formatUsd(totals.cost));
  put.taskmeterTaskCostMicroUsd(on, totals.costMicroUsd);
  put.taskmeterTaskCostBucket(on, totals.costBucket);
  put.taskmeterTaskToolCostUsd(on, usd(totals.toolCost));
  put.taskmeterTaskToolCostExact(on, totals.toolCost === undefined ? undefined : formatUsd(totals.toolCost));
  put.taskmeterTaskPricedToolCalls(on, totals.pricedToolCalls);
  put.taskmeterTaskPriceStatus(on, totals.priceStatus);
  put.taskmeterTaskUnpricedCalls(on, totals.unpricedCalls);
  put.taskmeterTaskCalls(on, totals.calls);
  put.taskmeterTaskAttempts(on, totals.attempts);
  put.taskmeterTaskRetries(on, totals.retries);
  put.taskmeterTaskRetryCost(on, toDouble(totals.retryCost));
  put.taskmeterTaskUnknownAttempts(on, totals.unknownAttempts);
  put.taskmeterTaskToolCalls(on, totals.toolCalls);
  put.taskmeterTaskModels(on, totals.models.length === 0 ? undefined : [...totals.models]);
  put.taskmeterTaskInputTokens(on, totals.inputTokens);
  put.taskmeterTaskOutputTokens(on, totals.outputTokens);
  put.taskmeterTaskCacheReadTokens(on, totals.cacheReadTokens);
  put.taskmeterTaskCacheWriteTokens(on, totals.cacheWriteTokens);
  put.taskmeterTaskReasoningTokens(on, totals.reasoningTokens);
  put.taskmeterTaskTokensComplete(on, totals.tokensComplete);
  put.taskmeterTaskCacheHitRatio(on, totals.cacheHitRatio);
  put.taskmeterTaskCacheSaving(on, usd(totals.cacheSaving));
  put.taskmeterTaskLlmTimeMs(on, totals.llmTimeMs);
  put.taskmeterTaskContextGrowth(on, totals.contextGrowth);
  put.taskmeterRollupSource(on, 'process');
  put.taskmeterRollupComplete(on, complete);
  put.taskmeterRollupReason(on, reason);
  put.taskmeterRollupRevision(on, revision);
  put.taskmeterRollupInstance(on, instance);
}

/** The same as an object. */
export function rollupAttributes(rollup: Rollup): Attributes {
  const on: Attributes = {};
  writeRollup(on, rollup);
  return on;
}

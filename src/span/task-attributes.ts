/** What stands on a task's span: its totals, and who totalled it and why then. Pure. */
import type { Attributes } from '@opentelemetry/api';
import { formatUsd, toDouble } from '../price/money.ts';
import type { Outcome } from '../task/outcomes.ts';
import type { Totals } from '../task/totals.ts';
import * as name from './attributes.gen.ts';
import { known, usd } from './attributes.ts';

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

export function rollupAttributes({ outcome, totals, revision, reason, complete, instance }: Rollup): Attributes {
  return known({
    [name.ATTR_TASKMETER_TASK_OUTCOME]: outcome,
    [name.ATTR_TASKMETER_TASK_COST_USD]: usd(totals.cost),
    [name.ATTR_TASKMETER_TASK_COST_EXACT]: totals.cost === undefined ? undefined : formatUsd(totals.cost),
    [name.ATTR_TASKMETER_TASK_COST_MICRO_USD]: totals.costMicroUsd,
    [name.ATTR_TASKMETER_TASK_COST_BUCKET]: totals.costBucket,
    [name.ATTR_TASKMETER_TASK_TOOL_COST_USD]: usd(totals.toolCost),
    [name.ATTR_TASKMETER_TASK_TOOL_COST_EXACT]: totals.toolCost === undefined ? undefined : formatUsd(totals.toolCost),
    [name.ATTR_TASKMETER_TASK_PRICED_TOOL_CALLS]: totals.pricedToolCalls,
    [name.ATTR_TASKMETER_TASK_PRICE_STATUS]: totals.priceStatus,
    [name.ATTR_TASKMETER_TASK_UNPRICED_CALLS]: totals.unpricedCalls,
    [name.ATTR_TASKMETER_TASK_CALLS]: totals.calls,
    [name.ATTR_TASKMETER_TASK_ATTEMPTS]: totals.attempts,
    [name.ATTR_TASKMETER_TASK_RETRIES]: totals.retries,
    [name.ATTR_TASKMETER_TASK_RETRY_COST]: toDouble(totals.retryCost),
    [name.ATTR_TASKMETER_TASK_UNKNOWN_ATTEMPTS]: totals.unknownAttempts,
    [name.ATTR_TASKMETER_TASK_TOOL_CALLS]: totals.toolCalls,
    [name.ATTR_TASKMETER_TASK_MODELS]: totals.models.length === 0 ? undefined : [...totals.models],
    [name.ATTR_TASKMETER_TASK_INPUT_TOKENS]: totals.inputTokens,
    [name.ATTR_TASKMETER_TASK_OUTPUT_TOKENS]: totals.outputTokens,
    [name.ATTR_TASKMETER_TASK_CACHE_READ_TOKENS]: totals.cacheReadTokens,
    [name.ATTR_TASKMETER_TASK_CACHE_WRITE_TOKENS]: totals.cacheWriteTokens,
    [name.ATTR_TASKMETER_TASK_REASONING_TOKENS]: totals.reasoningTokens,
    [name.ATTR_TASKMETER_TASK_TOKENS_COMPLETE]: totals.tokensComplete,
    [name.ATTR_TASKMETER_TASK_CACHE_HIT_RATIO]: totals.cacheHitRatio,
    [name.ATTR_TASKMETER_TASK_CACHE_SAVING]: usd(totals.cacheSaving),
    [name.ATTR_TASKMETER_TASK_LLM_TIME_MS]: totals.llmTimeMs,
    [name.ATTR_TASKMETER_TASK_CONTEXT_GROWTH]: totals.contextGrowth,
    [name.ATTR_TASKMETER_ROLLUP_SOURCE]: 'process',
    [name.ATTR_TASKMETER_ROLLUP_COMPLETE]: complete,
    [name.ATTR_TASKMETER_ROLLUP_REASON]: reason,
    [name.ATTR_TASKMETER_ROLLUP_REVISION]: revision,
    [name.ATTR_TASKMETER_ROLLUP_INSTANCE]: instance,
  });
}

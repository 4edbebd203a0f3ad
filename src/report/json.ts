import { formatUsd } from '../price/money.ts';
import type { Summary } from './summary.ts';
import { share } from './usd.ts';

/** One line of the table for machines. Money is an exact decimal string; quotients are rounded by `share`. */
export interface SummaryJson {
  readonly task_type: string;
  readonly tasks: number;
  readonly success: number;
  readonly calls: number;
  readonly attempts: number;
  readonly retries: number;
  readonly tool_calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cost_exact: string;
  /** The part of it that priced tools made; only when there were any. */
  readonly tool_cost_exact?: string;
  /** `null` without tasks. */
  readonly cost_per_task: string | null;
  /** Of all tasks' cost; `null` without a success. */
  readonly cost_per_success: string | null;
  /** Outcomes still to come; only when there are any: `cost_per_success` may still fall. */
  readonly open?: number;
  /** Only when there are any: every cost is then a lower bound. */
  readonly unpriced_calls?: number;
}

export function summaryJson(sum: Summary): SummaryJson {
  return {
    task_type: sum.type,
    tasks: sum.tasks,
    success: sum.success,
    calls: sum.calls,
    attempts: sum.attempts,
    retries: sum.retries,
    tool_calls: sum.toolCalls,
    input_tokens: sum.inputTokens,
    output_tokens: sum.outputTokens,
    cache_read_tokens: sum.cacheReadTokens,
    cost_exact: formatUsd(sum.cost),
    ...(sum.pricedToolCalls > 0 ? { tool_cost_exact: formatUsd(sum.toolCost) } : {}),
    cost_per_task: sum.tasks === 0 ? null : share(sum.cost, sum.tasks),
    cost_per_success: sum.success === 0 ? null : share(sum.cost, sum.success),
    ...(sum.open > 0 ? { open: sum.open } : {}),
    ...(sum.unpricedCalls > 0 ? { unpriced_calls: sum.unpricedCalls } : {}),
  };
}

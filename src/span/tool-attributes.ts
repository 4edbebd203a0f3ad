/** What stands on the span of a tool call. Neither its arguments nor its result. Pure. */
import type { Attributes } from '@opentelemetry/api';
import type { Cost } from '../price/cost.ts';
import { formatUsd } from '../price/money.ts';
import * as name from './attributes.gen.ts';
import { known, usd } from './attributes.ts';

/** The value of `gen_ai.operation.name` on the span of a tool call, and the first word of its name. */
export const EXECUTE_TOOL = 'execute_tool';

/** What is known before the tool is called; a sampler decides on it. */
export function toolAttributes(tool: string, callId: string | undefined): Attributes {
  return known({
    [name.ATTR_GEN_AI_OPERATION_NAME]: EXECUTE_TOOL,
    [name.ATTR_GEN_AI_TOOL_NAME]: tool,
    [name.ATTR_GEN_AI_TOOL_CALL_ID]: callId,
  });
}

export function toolCostAttributes({ status, total, priceId, catalogue }: ToolCost): Attributes {
  return known({
    [name.ATTR_TASKMETER_PRICE_STATUS]: status,
    [name.ATTR_TASKMETER_PRICE_ID]: priceId,
    [name.ATTR_TASKMETER_PRICE_CATALOGUE]: catalogue,
    [name.ATTR_TASKMETER_COST_USD]: usd(total),
    [name.ATTR_TASKMETER_COST_EXACT]: total === undefined ? undefined : formatUsd(total),
  });
}

/** What a tool call costs: `reported` by the application, `priced` by a row, or `invalid_usage` for an own cost that is none. */
export interface ToolCost extends Pick<Cost, 'status' | 'total' | 'priceId'> {
  /** Absent where no catalogue was asked. */
  readonly catalogue?: string | undefined;
}

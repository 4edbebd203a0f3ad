/** What became of the spans that had ended. */
import type { Attributes } from '@opentelemetry/api';
import { text } from '../narrow.ts';
import { parseUsd } from '../price/money.ts';
import * as name from '../span/attributes.gen.ts';
import { EXECUTE_TOOL } from '../span/tool-attributes.ts';
import { countLost, type Counts, type Loss, type LostCounts } from './counters.ts';

interface Span {
  readonly attributes: Attributes;
}

/** They are with a back end. */
export function countExported(counts: Counts, spans: readonly Span[]): void {
  counts.spans.exported += spans.length;
}

/** They were given up, and with them the calls that they stand for. */
export function countGivenUp(counts: Counts, loss: Loss, spans: readonly Span[]): void {
  for (const span of spans) countLost(counts, loss, callOn(span));
}

function callOn({ attributes }: Span): Omit<LostCounts, 'calls'> | undefined {
  if (attributes[name.ATTR_TASKMETER_PRICE_STATUS] === undefined) return undefined;
  const isTool = attributes[name.ATTR_GEN_AI_OPERATION_NAME] === EXECUTE_TOOL;
  return {
    provider: text(attributes[name.ATTR_GEN_AI_PROVIDER_NAME]) ?? '',
    model: text(attributes[name.ATTR_GEN_AI_RESPONSE_MODEL]) ?? text(attributes[name.ATTR_GEN_AI_REQUEST_MODEL]) ?? '',
    ...(isTool ? { tool: text(attributes[name.ATTR_GEN_AI_TOOL_NAME]) ?? '' } : {}),
    cost: parseUsd(text(attributes[name.ATTR_TASKMETER_COST_EXACT]) ?? '') ?? 0n,
  };
}

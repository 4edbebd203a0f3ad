import type { Catalogue } from './catalogue.ts';
import type { Cost } from './cost.ts';
import { parseUsd } from './money.ts';
import { contains, sinceText } from './period.ts';
import { amountOf } from './rate.ts';

/** A call of a tool of the application. */
export interface ToolQuery {
  /** Exactly as the application names it. */
  readonly tool: string;
  /** Start of the call, epoch milliseconds. */
  readonly at: number;
  /** What the call says it cost, an exact decimal in USD. It wins over the catalogue. */
  readonly reportedUsd?: string | undefined;
}

/**
 * What one call of a tool costs: `reported` where the call says so, `priced` where a price file has the tool. `undefined` for
 * all others: a tool is free unless somebody says that it is not.
 */
export function toolPrice(catalogue: Catalogue, { tool, at, reportedUsd }: ToolQuery): Cost | undefined {
  const base = { lines: [], catalogue: catalogue.version, assumed: [], unpricedUnits: [] };
  if (reportedUsd !== undefined) {
    const total = parseUsd(reportedUsd);
    if (total === undefined || total < 0n) return { ...base, status: 'invalid_usage' };
    return { ...base, status: 'reported', total };
  }
  for (const layer of catalogue.layers) {
    const priced = layer.tools.get(tool)?.find((each) => contains(each, at));
    if (priced === undefined) continue;
    const atto = amountOf(priced.rate, 1);
    return {
      ...base,
      status: 'priced',
      total: atto,
      lines: [{ unit: 'tool_call', quantity: 1, atto }],
      priceId: `tool/${tool}${sinceText(priced)}`,
    };
  }
  return undefined;
}

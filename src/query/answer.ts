import type { Cost } from '../price/cost.ts';
import { formatUsd, toDouble, type Atto } from '../price/money.ts';

/** What a query is answered, as JSON: `null` where there is no such number. Money is an exact decimal in USD. */
export interface Answer {
  readonly status: string;
  readonly usd: string | null;
  readonly lines: readonly { readonly unit: string; readonly quantity: number; readonly usd: string }[];
  /** What caching saved, net of writing; may be negative. */
  readonly cache_saving: string | null;
  /** Part of the output's cost that reasoning made. */
  readonly reasoning: string | null;
  readonly price_id: string | null;
  readonly catalogue: string;
  readonly assumed: readonly string[];
  readonly unpriced_units: readonly string[];
  /** The double nearest to `usd`; 0 where that is `null`. */
  readonly double: number;
}

export function answerOf(cost: Cost): Answer {
  return {
    status: cost.status,
    usd: text(cost.total),
    lines: cost.lines.map(({ unit, quantity, atto }) => ({ unit, quantity, usd: formatUsd(atto) })),
    cache_saving: text(cost.cacheSaving),
    reasoning: text(cost.reasoning),
    price_id: cost.priceId ?? null,
    catalogue: cost.catalogue,
    assumed: cost.assumed,
    unpriced_units: cost.unpricedUnits,
    double: toDouble(cost.total ?? 0n),
  };
}

function text(atto: Atto | undefined): string | null {
  return atto === undefined ? null : formatUsd(atto);
}

import type { Usage } from '../call.ts';

/** An integer number of 10⁻¹⁸ USD. Sums are exact in any order; a double or a decimal string is made at the edge only. */
export type Atto = bigint;

/** Everything a price depends on. */
export interface PriceQuery {
  /** Value of `gen_ai.provider.name`, or a vendor's spelling of it. */
  readonly provider: string;
  /** Response model, else request model, verbatim. */
  readonly model?: string | undefined;
  readonly usage?: Usage | undefined;
  /** Start of the call, epoch milliseconds: the price in force is the one at this instant, UTC. */
  readonly at: number;
  readonly serviceTier?: string | undefined;
  readonly speed?: string | undefined;
  readonly region?: string | undefined;
}

export type PriceStatus =
  | 'priced'
  /** The provider's own number. */
  | 'reported'
  /** Some unit has no price: the total is a lower bound. */
  | 'partial'
  | 'unknown_model'
  | 'unknown_usage'
  | 'invalid_usage'
  | 'not_billed';

/** One billed unit. Lines are disjoint and sum to the total; reasoning is a note on `output`, not a line. */
export interface CostLine {
  readonly unit: string;
  readonly quantity: number;
  readonly atto: Atto;
}

export interface Cost {
  readonly status: PriceStatus;
  /** Absent unless the status is priced, reported, partial or not_billed: unknown is never 0. */
  readonly total?: Atto | undefined;
  readonly lines: readonly CostLine[];
  /** What caching saved, net of the premium for writing; may be negative. Absent where the call has no cache counts or no price. */
  readonly cacheSaving?: Atto | undefined;
  /** Part of the output's cost that reasoning made. */
  readonly reasoning?: Atto | undefined;
  /** `provider/model@from` of the row that priced the call. */
  readonly priceId?: string | undefined;
  readonly catalogue: string;
  /** What had to be assumed: `cache_write_5m`. */
  readonly assumed: readonly string[];
  /** Units the row has no price for; with status `partial`. */
  readonly unpricedUnits: readonly string[];
}

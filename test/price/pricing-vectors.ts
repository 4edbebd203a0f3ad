import { callsOf } from '../../src/cli/price/several.ts';
import { isObject } from '../../src/narrow.ts';
import { formatUsd } from '../../src/price/money.ts';
import type { CostCase } from './case.ts';
import type { LeftOut } from './cost-cases.ts';
import { Fraction } from './fraction.ts';

/** A file of the format `llm-pricing-vectors/1`: usage in disjoint buckets, as the provider sent it, or both. */
export interface PricingVectors {
  readonly schema: string;
  /** Lines are in the catalogue's units and in the order of a bill, so that they are compared too; what is assumed likewise. */
  readonly lines?: 'exact';
  readonly vectors: readonly PricingVector[];
}

export interface PricingVector {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly operation?: string;
  readonly at: string;
  readonly context?: Readonly<Record<string, string | number>>;
  readonly usage?: Readonly<Record<string, unknown>> | null;
  readonly raw_usage?: Readonly<Record<string, unknown>> | null;
  readonly tool_usage?: Readonly<Record<string, number>>;
  readonly status: string;
  readonly expected_usd: string | null;
  readonly confidence: string;
  /** How the expectation was worked out. */
  readonly lines?: readonly WorkedLine[];
  readonly overrides?: readonly unknown[];
  readonly price_id?: string;
  readonly assumed?: readonly string[];
  readonly unpriced_units?: readonly string[];
  readonly cache_saving?: { readonly lines: readonly WorkedLine[]; readonly usd: string };
}

/** Quantity × price × factors ÷ per, all but the last decimals in text. */
export interface WorkedLine {
  readonly unit: string;
  readonly qty: string;
  readonly price: string;
  readonly per: number;
  readonly multipliers?: readonly string[];
}

export function isPricingVectors(content: unknown): content is PricingVectors {
  return typeof content === 'object' && content !== null && 'vectors' in content && Array.isArray(content.vectors);
}

/**
 * Brings a vector to our form: its usage in both ways it is said. Ambiguous ones and those of low confidence assert nothing.
 * Throws QueryError where the usage is not that of any calls.
 */
export function pricingCase(vector: PricingVector, file: PricingVectors): CostCase | LeftOut {
  const name = vector.id;
  if (vector.status === 'ambiguous') return { name, why: 'ambiguous' };
  if (vector.confidence === 'low') return { name, why: 'low confidence' };
  const { usage, raw_usage: raw, overrides } = vector;
  const { provider, model, at, context, tool_usage } = vector;
  const query = { provider, model, at, context, tool_usage };
  const ways: CostCase['ways'][number][] = [];
  if (raw) ways.push([{ ...query, raw_usage: raw }]);
  // What only the provider's own words say, a bill does not.
  const said = usage ? callsOf({ ...query, usage }) : undefined;
  if (said && vector.status !== 'reported') ways.push(said.queries.filter(isObject));
  if (ways.length === 0) ways.push([query]);
  return {
    name,
    ways,
    times: said?.times ?? 1,
    ...(overrides === undefined ? {} : { overrides }),
    want: wanted(vector, file.lines === 'exact' && !ways.some((way) => way.length > 1) && !usage?.['calls']),
  };
}

function wanted(vector: PricingVector, isExact: boolean): CostCase['want'] {
  const { status, expected_usd: usd } = vector;
  if (vector.operation === 'counterfactual.cache_savings') return { cache_saving: usd };
  if (!isExact) return { status, usd };
  return {
    status,
    usd,
    lines: (vector.lines ?? []).map((line) => ({
      unit: line.unit,
      quantity: Number(line.qty),
      usd: formatUsd(worked(line)),
    })),
    assumed: vector.assumed ?? [],
    unpriced_units: vector.unpriced_units ?? [],
    ...(vector.price_id === undefined ? {} : { price_id: vector.price_id }),
    ...(vector.cache_saving === undefined ? {} : { cache_saving: vector.cache_saving.usd }),
  };
}

/** What a line comes to in 10⁻¹⁸ USD, worked out in fractions and rounded once. */
export function worked(line: WorkedLine): bigint {
  return [line.price, ...(line.multipliers ?? [])]
    .reduce((product, factor) => product.times(Fraction.of(factor)), Fraction.of(line.qty))
    .over(line.per)
    .toAtto();
}

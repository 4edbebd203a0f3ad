import type { Catalogue } from '../../src/price/catalogue.ts';
import { readQuery } from '../../src/query/query.ts';
import { lineOf, type CostCase } from './case.ts';
import type { LeftOut } from './cost-cases.ts';

/** A file of the format `llm-pricing-vectors/1`: usage in disjoint buckets, as the provider sent it, or both. */
interface PricingVectors {
  readonly schema: string;
  readonly vectors: readonly PricingVector[];
}

interface PricingVector {
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
}

export function isPricingVectors(content: unknown): content is PricingVectors {
  return typeof content === 'object' && content !== null && 'vectors' in content && Array.isArray(content.vectors);
}

/**
 * Brings a vector to our form: read as a query is, and written so that both engines can be asked. Ambiguous ones and those of
 * low confidence assert nothing.
 */
export function pricingCase(vector: PricingVector, catalogue: Catalogue): CostCase | LeftOut {
  const name = vector.id;
  if (vector.status === 'ambiguous') return { name, why: 'ambiguous' };
  if (vector.confidence === 'low') return { name, why: 'low confidence' };
  const { usage, raw_usage: raw, ...query } = vector;
  const ways: (readonly unknown[])[] = [];
  if (raw) ways.push([{ ...query, raw_usage: raw }]);
  // What only the provider's own words say, a bill does not.
  if (usage && vector.status !== 'reported') ways.push(calls(usage).map((each) => ({ ...query, usage: each })));
  if (ways.length === 0) ways.push([query]);
  const isSaving = vector.operation === 'counterfactual.cache_savings';
  return {
    name,
    ways: ways.map((way) => way.map((each) => lineOf(readQuery(catalogue, each, NaN)))),
    times: Number(usage?.['calls'] ?? 1),
    want: isSaving ? { cache_saving: vector.expected_usd } : { status: vector.status, usd: vector.expected_usd },
  };
}

/** Most vectors are one call; some are several attempts, or one call many times over. */
function calls({ calls: times, attempts, ...units }: Readonly<Record<string, unknown>>): readonly unknown[] {
  if (Array.isArray(attempts))
    return attempts.map(({ outcome: _outcome, ...each }: Readonly<Record<string, unknown>>) => each);
  if (times === undefined) return [units];
  return [{ input_uncached: units['input_uncached_each'], output: units['output_each'] }];
}

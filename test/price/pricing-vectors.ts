import type { CostCase, VectorQuery, VectorUsage } from './case.ts';
import type { LeftOut } from './cost-cases.ts';
import { rawUsage, type Raw } from './raw-usage.ts';

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
  readonly raw_usage?: Raw | null;
  readonly tool_usage?: Readonly<Record<string, number>>;
  readonly status: string;
  readonly expected_usd: string | null;
  readonly confidence: string;
}

export function isPricingVectors(content: unknown): content is PricingVectors {
  return typeof content === 'object' && content !== null && 'vectors' in content && Array.isArray(content.vectors);
}

/** Brings a vector to our form. Ambiguous ones and those of low confidence assert nothing. */
export function pricingCase(vector: PricingVector): CostCase | LeftOut {
  const name = vector.id;
  if (vector.status === 'ambiguous') return { name, why: 'ambiguous' };
  if (vector.confidence === 'low') return { name, why: 'low confidence' };
  const ways: (readonly (VectorUsage | null | string)[])[] = [];
  const raw = vector.raw_usage ? rawUsage(vector.provider, vector.raw_usage) : undefined;
  if (vector.usage && raw?.reported_usd === undefined) ways.push(calls(vector.usage, vector.tool_usage ?? {}));
  if (raw !== undefined) ways.push([{ ...raw, tools: { ...raw.tools, ...feesOf(vector.tool_usage ?? {}) } }]);
  if (ways.length === 0) ways.push([null]);
  const unknown = ways.flat().find((usage) => typeof usage === 'string');
  if (typeof unknown === 'string') return { name, why: `unknown unit ${unknown}` };
  const isSaving = vector.operation === 'counterfactual.cache_savings';
  return {
    name,
    ways: ways.map((usages) => usages.map((usage) => queryOf(vector, usage as VectorUsage | null))),
    times: Number(vector.usage?.['calls'] ?? 1),
    want: isSaving ? { cache_saving: vector.expected_usd } : { status: vector.status, usd: vector.expected_usd },
  };
}

/** Most vectors are one call; some are several attempts, or one call many times over. */
function calls(
  { input_uncached_each, output_each, attempts, ...buckets }: Readonly<Record<string, unknown>>,
  toolUsage: Readonly<Record<string, number>>,
): readonly (VectorUsage | string)[] {
  if (Array.isArray(attempts)) return attempts.map((each: Readonly<Record<string, unknown>>) => fromBuckets(each, {}));
  if (input_uncached_each === undefined) return [fromBuckets(buckets, toolUsage)];
  return [fromBuckets({ input_uncached: input_uncached_each, output: output_each }, {})];
}

function queryOf({ provider, model, at, context = {}, status }: PricingVector, usage: VectorUsage | null): VectorQuery {
  const text = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => context[key]).find((value): value is string => typeof value === 'string');
  const region = text('region', 'location', 'inference_geo');
  const tier = text('service_tier');
  const speed = text('speed');
  return {
    provider,
    model,
    at,
    usage,
    ...(tier === undefined ? {} : { service_tier: tier }),
    ...(speed === undefined ? {} : { speed }),
    ...(region === undefined ? {} : { region }),
    ...(status === 'not_billed' ? { failed: true } : {}),
  };
}

/** Buckets that are tokens, and the part of our usage that each belongs to. */
const INPUT = [
  'input_uncached',
  'cache_read',
  'cache_write',
  'cache_write_5m',
  'cache_write_1h',
  'input_audio_uncached',
  'cache_read_audio',
];
const OUTPUT = ['output', 'output_audio', 'output_image'];

const FEES: Readonly<Record<string, string>> = {
  audio_seconds: 'audio_second',
  audio_seconds_billed: 'audio_second',
  pages: 'page',
  training_tokens: 'training_token',
  session_hours: 'agent_session_hour',
  cache_storage_token_hours: 'cache_storage_token_hour',
  web_search: 'web_search',
  web_search_preview: 'web_search_preview',
  file_search: 'file_search_call',
  google_search_queries: 'search_query',
  grounded_prompts: 'grounded_prompt',
  code_interpreter_session_1gb: 'container_session_1gb',
  code_exec_hours: 'code_execution_hour',
};

/** Our usage of disjoint buckets, or the name of a bucket that is unknown. */
function fromBuckets(
  buckets: Readonly<Record<string, unknown>>,
  toolUsage: Readonly<Record<string, number>>,
): VectorUsage | string {
  const count = (key: string): number => Number(buckets[key] ?? 0);
  const sum = (keys: readonly string[]): number => keys.reduce((total, key) => total + count(key), 0);
  const tools: Record<string, number> = {};
  for (const bucket of Object.keys(buckets)) {
    if (INPUT.includes(bucket) || OUTPUT.includes(bucket)) continue;
    if (bucket.endsWith('_of_which') || bucket === 'outcome') continue;
    const unit = FEES[bucket];
    if (unit === undefined) return bucket;
    tools[unit] = count(bucket);
  }
  return {
    input_tokens: sum(INPUT),
    output_tokens: sum(OUTPUT),
    cache_read_tokens: count('cache_read') + count('cache_read_audio'),
    cache_write_tokens: count('cache_write') + count('cache_write_5m') + count('cache_write_1h'),
    cache_write_5m_tokens: count('cache_write_5m'),
    cache_write_1h_tokens: count('cache_write_1h'),
    reasoning_tokens: count('output_reasoning_of_which'),
    input_audio_tokens: count('input_audio_uncached') + count('cache_read_audio'),
    cache_read_audio_tokens: count('cache_read_audio'),
    output_audio_tokens: count('output_audio'),
    output_image_tokens: count('output_image'),
    tools: { ...tools, ...feesOf(toolUsage) },
  };
}

function feesOf(toolUsage: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(toolUsage).map(([name, quantity]) => [FEES[name] ?? name, quantity]));
}

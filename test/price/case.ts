import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Usage } from '../../src/call.ts';
import type { Catalogue } from '../../src/price/catalogue.ts';
import { notBilled, priceOf, type Cost } from '../../src/price/cost.ts';
import { formatUsd, toDouble, type Atto } from '../../src/price/money.ts';

/** One call as the shared vectors write it; `null` and absent are the same. */
export interface VectorQuery {
  readonly provider: string;
  readonly model?: string | null;
  readonly at: string;
  readonly service_tier?: string | undefined;
  readonly speed?: string | undefined;
  readonly region?: string | undefined;
  readonly usage?: VectorUsage | null;
  /** The call failed and is not billed. */
  readonly failed?: boolean;
}

export interface VectorUsage {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly cache_read_tokens?: number;
  readonly cache_write_tokens?: number;
  readonly cache_write_5m_tokens?: number;
  readonly cache_write_1h_tokens?: number;
  readonly reasoning_tokens?: number;
  readonly input_audio_tokens?: number;
  readonly input_image_tokens?: number;
  readonly input_video_tokens?: number;
  readonly cache_read_audio_tokens?: number;
  readonly cache_read_image_tokens?: number;
  readonly cache_read_video_tokens?: number;
  readonly output_audio_tokens?: number;
  readonly output_image_tokens?: number;
  readonly output_video_tokens?: number;
  readonly tools?: Readonly<Record<string, number>>;
  readonly reported_usd?: string;
}

/** What a price engine says, as the shared vectors write it. The collector's `pricelines` writes the same. */
export interface VectorAnswer {
  readonly status: string;
  readonly usd: string | null;
  readonly lines: readonly { readonly unit: string; readonly quantity: number; readonly usd: string }[];
  readonly cache_saving: string | null;
  readonly reasoning: string | null;
  readonly price_id: string | null;
  readonly catalogue: string;
  readonly assumed: readonly string[];
  readonly unpriced_units: readonly string[];
  readonly double: number;
}

/** What must come out; only what `want` names is compared, `usd` always. */
export interface CostCase {
  readonly name: string;
  /** Ways of saying the same, each a list of calls whose sum, `times` over, is the cost. */
  readonly ways: readonly (readonly VectorQuery[])[];
  readonly times: number;
  readonly want: Partial<Omit<VectorAnswer, 'double'>>;
}

/** A file or every `.json` of a folder, parsed. Throws when there is none: a run of nothing proves nothing. */
export function readVectorFiles(path: string): readonly { readonly path: string; readonly content: unknown }[] {
  const paths = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => join(path, name))
    : [path];
  if (paths.length === 0) throw new Error(`${path}: no vectors`);
  return paths.map((each) => ({ path: each, content: JSON.parse(readFileSync(each, 'utf8')) as unknown }));
}

/** What the TypeScript engine says. */
export function answer(catalogue: Catalogue, query: VectorQuery): VectorAnswer {
  if (query.failed === true) return answerOf(notBilled(catalogue));
  return answerOf(
    priceOf(catalogue, {
      provider: query.provider,
      model: query.model ?? undefined,
      at: Date.parse(query.at),
      usage: query.usage ? usageOf(query.usage) : undefined,
      serviceTier: query.service_tier,
      speed: query.speed,
      region: query.region,
    }),
  );
}

function usageOf(usage: VectorUsage): Usage {
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_tokens,
    cacheWriteTokens: usage.cache_write_tokens,
    cacheWrite5mTokens: usage.cache_write_5m_tokens,
    cacheWrite1hTokens: usage.cache_write_1h_tokens,
    reasoningTokens: usage.reasoning_tokens,
    inputAudioTokens: usage.input_audio_tokens,
    inputImageTokens: usage.input_image_tokens,
    inputVideoTokens: usage.input_video_tokens,
    cacheReadAudioTokens: usage.cache_read_audio_tokens,
    cacheReadImageTokens: usage.cache_read_image_tokens,
    cacheReadVideoTokens: usage.cache_read_video_tokens,
    outputAudioTokens: usage.output_audio_tokens,
    outputImageTokens: usage.output_image_tokens,
    outputVideoTokens: usage.output_video_tokens,
    tools: usage.tools,
    reportedUsd: usage.reported_usd,
  };
}

function answerOf(cost: Cost): VectorAnswer {
  const text = (atto: Atto | undefined): string | null => (atto === undefined ? null : formatUsd(atto));
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

import type { Usage } from '../call.ts';
import { decimal, plus, scaled } from './decimal.ts';
import { count, fields, given, isObject, type Fields } from '../narrow.ts';

/**
 * One meaning for the usage objects of everybody who speaks OpenAI's dialects. Numbers are passed on as read, never
 * clamped: a count that contradicts another is for the price engine to refuse (`invalid_usage`), not for us to hide.
 */

/** Usage of a chat or text completion; absent when the object says nothing. */
export function completionUsage(raw: unknown, provider: string): Usage | undefined {
  const usage = fields(raw);
  const input = fields(usage['prompt_tokens_details'] ?? usage['prompt_token_details']);
  const output = fields(usage['completion_tokens_details']);
  const reasoning = count(output['reasoning_tokens']) ?? count(usage['reasoning_tokens']);
  return said({
    inputTokens: count(usage['prompt_tokens']),
    outputTokens: completionTokens(usage, reasoning, provider),
    cacheReadTokens:
      count(input['cached_tokens']) ??
      // DeepSeek; Hugging Face and Moonshot; Mistral.
      count(usage['prompt_cache_hit_tokens']) ??
      count(usage['cached_tokens']) ??
      count(usage['num_cached_tokens']),
    cacheWriteTokens: count(input['cache_write_tokens']),
    reasoningTokens: reasoning,
    inputAudioTokens: count(input['audio_tokens']),
    inputImageTokens: count(input['image_tokens']),
    cacheReadAudioTokens: count(fields(input['cached_tokens_details'])['audio_tokens']),
    cacheReadImageTokens: count(fields(input['cached_tokens_details'])['image_tokens']),
    outputAudioTokens: count(output['audio_tokens']),
    outputImageTokens: count(output['image_tokens']),
    reportedUsd: reportedUsd(usage, provider),
  });
}

/**
 * Usage of the Responses API; here reasoning lies within the output everywhere, at xAI too. `tools` are known from the
 * items before the tokens are; without tokens there is no usage.
 */
export function responsesUsage(
  raw: unknown,
  provider: string,
  tools: Readonly<Record<string, number>> | undefined,
): Usage | undefined {
  const usage = fields(raw);
  if (count(usage['input_tokens']) === undefined) return undefined;
  // The Realtime API writes the same without the s.
  const input = fields(usage['input_tokens_details'] ?? usage['input_token_details']);
  const output = fields(usage['output_tokens_details'] ?? usage['output_token_details']);
  const cached = fields(input['cached_tokens_details']);
  return said({
    inputTokens: count(usage['input_tokens']),
    outputTokens: count(usage['output_tokens']),
    cacheReadTokens: count(input['cached_tokens']),
    cacheWriteTokens: count(input['cache_write_tokens']),
    reasoningTokens: count(output['reasoning_tokens']),
    inputAudioTokens: count(input['audio_tokens']),
    inputImageTokens: count(input['image_tokens']),
    cacheReadAudioTokens: count(cached['audio_tokens']),
    cacheReadImageTokens: count(cached['image_tokens']),
    outputAudioTokens: count(output['audio_tokens']),
    outputImageTokens: count(output['image_tokens']),
    tools,
    reportedUsd: reportedUsd(usage, provider),
  });
}

/** Usage of an embeddings call. Voyage gives a total only; there is no output. */
export function embeddingsUsage(raw: unknown, provider: string): Usage | undefined {
  const usage = fields(raw);
  return said({
    inputTokens: count(usage['prompt_tokens']) ?? count(usage['total_tokens']),
    cacheReadTokens: count(fields(usage['prompt_tokens_details'])['cached_tokens']),
    reportedUsd: reportedUsd(usage, provider),
  });
}

/**
 * xAI and Google's OpenAI dialect leave the reasoning out of `completion_tokens` and bill it. The total has it in, so
 * that whatever is neither prompt nor completion was thought. Should they ever put it in, the total says so too.
 */
function completionTokens(usage: Fields, reasoning: number | undefined, provider: string): number | undefined {
  const completion = count(usage['completion_tokens']);
  if (completion === undefined || !reasoningApart.has(provider)) return completion;
  const prompt = count(usage['prompt_tokens']);
  const total = count(usage['total_tokens']);
  if (prompt !== undefined && total !== undefined) return Math.max(completion, total - prompt);
  return provider === 'x_ai' ? completion + (reasoning ?? 0) : completion;
}

const reasoningApart: ReadonlySet<string> = new Set(['x_ai', 'gcp.gemini', 'gcp.vertex_ai']);

/** The provider's own price, where the meaning of the field is known. A bare `cost` of an unknown host may be in any currency. */
function reportedUsd(usage: Fields, provider: string): string | undefined {
  const ticks = count(usage['cost_in_usd_ticks']);
  if (ticks !== undefined) return scaled(ticks, 10);
  if (provider === 'perplexity') {
    const cost = fields(usage['cost']);
    return (cost['currency'] ?? 'USD') === 'USD' ? decimal(cost['total_cost']) : undefined;
  }
  if (provider !== 'openrouter') return undefined;
  const cost = decimal(usage['cost']);
  if (usage['is_byok'] !== true) return cost;
  // With the user's own key, `cost` is OpenRouter's fee alone: the model is billed by its vendor.
  const upstream = decimal(fields(usage['cost_details'])['upstream_inference_cost']);
  return cost === undefined || upstream === undefined ? undefined : plus(cost, upstream);
}

function said(usage: Usage): Usage | undefined {
  const known = given(usage);
  return isObject(known) && Object.keys(known).length > 0 ? known : undefined;
}

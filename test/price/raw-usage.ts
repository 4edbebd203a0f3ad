import type { VectorUsage } from './case.ts';

/** A usage object as a provider sent it. */
export type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads it into our meaning: input with all of the cache in it, output with reasoning in it. Written apart from
 * `src/providers` on purpose, so that a vector checks the reading too. `undefined` for shapes without tokens.
 */
export function rawUsage(provider: string, raw: Raw): VectorUsage | undefined {
  if ('promptTokenCount' in raw) return gemini(raw);
  if ('inputTokens' in raw) return converse(raw);
  if ('gen_ai.usage.input_tokens' in raw) return semanticConventions(raw);
  if (provider === 'anthropic' || provider === 'gcp.vertex_ai') return anthropic(raw);
  if ('pages_processed' in raw) return { tools: { page: count(raw['pages_processed']) } };
  return 'prompt_tokens' in raw || 'input_tokens' in raw ? openai(provider, raw) : undefined;
}

function openai(provider: string, raw: Raw): VectorUsage {
  const input = part(raw, 'prompt_tokens_details', 'input_tokens_details', 'input_token_details');
  const output = part(raw, 'completion_tokens_details', 'output_tokens_details', 'output_token_details');
  const reasoning = count(output['reasoning_tokens']);
  const completion = optional(raw['completion_tokens'] ?? raw['output_tokens']);
  const { cost } = raw;
  return {
    ...given('input_tokens', optional(raw['prompt_tokens'] ?? raw['input_tokens'])),
    // xAI's chat completions leave reasoning out of completion_tokens.
    ...given(
      'output_tokens',
      completion === undefined ? undefined : completion + (provider === 'x_ai' ? reasoning : 0),
    ),
    cache_read_tokens: count(input['cached_tokens'] ?? raw['prompt_cache_hit_tokens']),
    cache_write_tokens: count(input['cache_write_tokens']),
    reasoning_tokens: reasoning,
    input_audio_tokens: count(input['audio_tokens']),
    cache_read_audio_tokens: count(part(input, 'cached_tokens_details')['audio_tokens']),
    output_audio_tokens: count(output['audio_tokens']),
    ...(typeof cost === 'string' ? { reported_usd: cost } : {}),
  };
}

function anthropic(raw: Raw): VectorUsage {
  const read = count(raw['cache_read_input_tokens']);
  const split = part(raw, 'cache_creation');
  const write5m = count(split['ephemeral_5m_input_tokens']);
  const write1h = count(split['ephemeral_1h_input_tokens']);
  const write = optional(raw['cache_creation_input_tokens']) ?? write5m + write1h;
  const tools = part(raw, 'server_tool_use');
  return {
    input_tokens: count(raw['input_tokens']) + read + write,
    output_tokens: count(raw['output_tokens']),
    cache_read_tokens: read,
    cache_write_tokens: write,
    cache_write_5m_tokens: write5m,
    cache_write_1h_tokens: write1h,
    tools: { web_search: count(tools['web_search_requests']) },
  };
}

function gemini(raw: Raw): VectorUsage {
  const audio = (details: unknown): number =>
    (Array.isArray(details) ? (details as readonly Raw[]) : [])
      .filter((each) => each['modality'] === 'AUDIO')
      .reduce((sum, each) => sum + count(each['tokenCount']), 0);
  const thoughts = count(raw['thoughtsTokenCount']);
  return {
    input_tokens: count(raw['promptTokenCount']) + count(raw['toolUsePromptTokenCount']),
    output_tokens: count(raw['candidatesTokenCount']) + thoughts,
    cache_read_tokens: count(raw['cachedContentTokenCount']),
    reasoning_tokens: thoughts,
    input_audio_tokens: audio(raw['promptTokensDetails']),
    cache_read_audio_tokens: audio(raw['cacheTokensDetails']),
  };
}

function converse(raw: Raw): VectorUsage {
  const read = count(raw['cacheReadInputTokens']);
  const write = count(raw['cacheWriteInputTokens']);
  return {
    input_tokens: count(raw['inputTokens']) + read + write,
    output_tokens: count(raw['outputTokens']),
    cache_read_tokens: read,
    cache_write_tokens: write,
  };
}

function semanticConventions(raw: Raw): VectorUsage {
  const write = count(raw['gen_ai.usage.cache_creation.input_tokens'] ?? raw['gen_ai.usage.cache_write.input_tokens']);
  return {
    input_tokens: count(raw['gen_ai.usage.input_tokens']),
    output_tokens: count(raw['gen_ai.usage.output_tokens']),
    cache_read_tokens: count(raw['gen_ai.usage.cache_read.input_tokens']),
    cache_write_tokens: write,
    ...given('cache_write_1h_tokens', optional(raw['cache_creation_1h'])),
  };
}

function part(raw: Raw, ...keys: readonly string[]): Raw {
  const found = keys.map((key) => raw[key]).find((value) => typeof value === 'object' && value !== null);
  return (found ?? {}) as Raw;
}

function optional(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function count(value: unknown): number {
  return optional(value) ?? 0;
}

function given<K extends keyof VectorUsage>(key: K, value: VectorUsage[K] | undefined): Partial<VectorUsage> {
  return value === undefined ? {} : { [key]: value };
}

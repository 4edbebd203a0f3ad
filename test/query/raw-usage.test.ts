import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { given } from '../../src/narrow.ts';
import { readSent } from '../../src/query/query.ts';

function read(provider: string, raw: Readonly<Record<string, unknown>>): unknown {
  const sent = readSent(provider, raw);
  return given({ ...sent, usage: sent.usage && given(sent.usage) });
}

describe('usage as a provider sends it', () => {
  it('has the cache within the input and reasoning within the output, whatever the provider leaves out', () => {
    const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, unknown])[] = [
      [
        'openai',
        {
          prompt_tokens: 100,
          completion_tokens: 20,
          total_tokens: 120,
          prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 10, audio_tokens: 0 },
          completion_tokens_details: { reasoning_tokens: 15 },
        },
        {
          usage: {
            inputTokens: 100,
            outputTokens: 20,
            cacheReadTokens: 60,
            cacheWriteTokens: 10,
            reasoningTokens: 15,
            inputAudioTokens: 0,
          },
        },
      ],
      [
        'x_ai',
        { prompt_tokens: 100, completion_tokens: 20, completion_tokens_details: { reasoning_tokens: 15 } },
        { usage: { inputTokens: 100, outputTokens: 35, reasoningTokens: 15 } },
      ],
      [
        'deepseek',
        { prompt_tokens: 100, prompt_cache_hit_tokens: 80, prompt_cache_miss_tokens: 20, completion_tokens: 5 },
        { usage: { inputTokens: 100, outputTokens: 5, cacheReadTokens: 80 } },
      ],
      [
        'anthropic',
        {
          input_tokens: 3,
          cache_read_input_tokens: 20,
          cache_creation_input_tokens: 5,
          cache_creation: { ephemeral_5m_input_tokens: 1, ephemeral_1h_input_tokens: 4 },
          output_tokens: 8,
          server_tool_use: { web_search_requests: 2 },
          service_tier: 'batch',
          inference_geo: 'us',
          speed: 'fast',
        },
        {
          usage: {
            inputTokens: 28,
            outputTokens: 8,
            cacheReadTokens: 20,
            cacheWriteTokens: 5,
            cacheWrite5mTokens: 1,
            cacheWrite1hTokens: 4,
            tools: { web_search: 2 },
          },
          serviceTier: 'batch',
          speed: 'fast',
          region: 'us',
        },
      ],
      [
        'gcp.vertex_ai',
        { input_tokens: 10, output_tokens: 5, inference_geo: 'not_available' },
        { usage: { inputTokens: 10, outputTokens: 5 } },
      ],
      [
        'gcp.gemini',
        {
          promptTokenCount: 100,
          cachedContentTokenCount: 60,
          candidatesTokenCount: 20,
          thoughtsTokenCount: 30,
          toolUsePromptTokenCount: 7,
          trafficType: 'ON_DEMAND_FLEX',
        },
        {
          usage: { inputTokens: 107, outputTokens: 50, cacheReadTokens: 60, reasoningTokens: 30 },
          serviceTier: 'flex',
        },
      ],
      [
        'gcp.gemini',
        {
          prompt_token_count: 100,
          candidates_token_count: 20,
          prompt_tokens_details: [{ modality: 'VIDEO', token_count: 90 }],
        },
        { usage: { inputTokens: 100, outputTokens: 20, cacheReadTokens: 0, inputVideoTokens: 90 } },
      ],
      [
        'aws.bedrock',
        {
          inputTokens: 3,
          cacheReadInputTokens: 20,
          cacheWriteInputTokens: 5,
          cacheDetails: [{ ttl: '1h', inputTokens: 5 }],
          outputTokens: 8,
        },
        {
          usage: { inputTokens: 28, outputTokens: 8, cacheReadTokens: 20, cacheWriteTokens: 5, cacheWrite1hTokens: 5 },
        },
      ],
      [
        'mistral_ai',
        { promptTokens: 100, completionTokens: 20, totalTokens: 120 },
        { usage: { inputTokens: 100, outputTokens: 20 } },
      ],
      [
        'mistral_ai',
        { prompt_tokens: 380, completion_tokens: 20, total_tokens: 400, prompt_audio_seconds: 12 },
        { usage: { inputTokens: 380, outputTokens: 20, tools: { audio_second: 12 } } },
      ],
      [
        'cohere',
        { billed_units: { input_tokens: 9, output_tokens: 4 }, tokens: { input_tokens: 70, output_tokens: 4 } },
        { usage: { inputTokens: 9, outputTokens: 4 } },
      ],
      ['cohere', { billed_units: { search_units: 2 } }, { usage: { tools: { search_unit: 2 } } }],
      ['voyage_ai', { total_tokens: 50 }, { usage: { inputTokens: 50 } }],
      ['mistral_ai', { pages_processed: 10, doc_size_bytes: 1000 }, { usage: { tools: { page: 10 } } }],
      ['openai', { type: 'duration', seconds: 9 }, { usage: { tools: { audio_second: 9 } } }],
      [
        'openrouter',
        { prompt_tokens: 10, completion_tokens: 2, cost: 1.2e-8 },
        { usage: { inputTokens: 10, outputTokens: 2, reportedUsd: '0.000000012' } },
      ],
      [
        'anthropic',
        {
          'gen_ai.usage.input_tokens': 100,
          'gen_ai.usage.output_tokens': 20,
          'gen_ai.usage.cache_read.input_tokens': 60,
          'gen_ai.usage.video.input_tokens': 5,
          'taskmeter.usage.tools': ['web_search=3'],
        },
        {
          usage: {
            inputTokens: 100,
            outputTokens: 20,
            cacheReadTokens: 60,
            inputVideoTokens: 5,
            tools: { web_search: 3 },
          },
        },
      ],
      ['openai', { text: 'hello' }, {}],
    ];
    for (const [provider, raw, want] of cases) assert.deepEqual(read(provider, raw), want, JSON.stringify(raw));
  });

  it('keeps a count that is none, for the price to refuse', () => {
    const usages = [-1, 0.5, '7', NaN, 2 ** 53].map((cached) =>
      read('openai', { prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: cached } }),
    );
    for (const usage of usages) assert.deepEqual(usage, { usage: { inputTokens: NaN, outputTokens: NaN } });
  });
});

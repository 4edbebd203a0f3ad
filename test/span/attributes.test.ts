import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Attributes } from '@opentelemetry/api';
import type { CallRequest, CallResponse, LlmCall } from '../../src/call.ts';
import type { Cost } from '../../src/price/cost.ts';
import {
  attemptAttributes,
  type Emit,
  EMIT_DEFAULT,
  requestAttributes,
  writeOutcome,
} from '../../src/span/attributes.ts';
import { failedAttempts } from '../../src/task/entry.ts';

const T0 = 1_800_000_000_000;

const fullRequest: CallRequest = {
  operation: 'chat',
  provider: 'openai',
  model: 'gpt-5',
  stream: true,
  serverAddress: 'api.openai.com',
  serverPort: 8443,
  serviceTier: 'flex',
  maxTokens: 100,
  temperature: 0,
  topP: 0.5,
  topK: 40,
  frequencyPenalty: 0.1,
  presencePenalty: 0.2,
  seed: 7,
  choiceCount: 2,
  stopSequences: ['END'],
  reasoningLevel: 'high',
  outputType: 'json',
  conversationId: 'conv_1',
  previousResponseId: 'resp_0',
  embeddingDimensions: 256,
  encodingFormats: ['base64'],
  openaiApi: 'responses',
};

const free: Cost = { status: 'priced', total: 0n, lines: [], catalogue: 'c', assumed: [], unpricedUnits: [] };

function outcomeAttributes(call: LlmCall, cost: Cost, emit: Emit): Attributes {
  const attributes: Attributes = {};
  writeOutcome(attributes, call, cost, emit);
  return attributes;
}

function callOf(change: Partial<LlmCall> = {}): LlmCall {
  return {
    request: { operation: 'chat', provider: 'openai' },
    response: {},
    attempts: [{ startedAt: T0, endedAt: T0 + 10, status: 200 }],
    ending: 'done',
    startedAt: T0,
    endedAt: T0 + 1000,
    ...change,
  };
}

describe('what was asked', () => {
  it('is written whole, the user’s text excepted', () => {
    assert.deepEqual(requestAttributes(fullRequest, EMIT_DEFAULT), {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5',
      'gen_ai.request.stream': true,
      'gen_ai.request.max_tokens': 100,
      'gen_ai.request.temperature': 0,
      'gen_ai.request.top_p': 0.5,
      'gen_ai.request.top_k': 40,
      'gen_ai.request.frequency_penalty': 0.1,
      'gen_ai.request.presence_penalty': 0.2,
      'gen_ai.request.seed': 7,
      'gen_ai.request.choice.count': 2,
      'gen_ai.request.reasoning.level': 'high',
      'gen_ai.request.previous_response.id': 'resp_0',
      'gen_ai.request.encoding_formats': ['base64'],
      'gen_ai.embeddings.dimension.count': 256,
      'gen_ai.output.type': 'json',
      'gen_ai.conversation.id': 'conv_1',
      'openai.api.type': 'responses',
      'openai.request.service_tier': 'flex',
      'server.address': 'api.openai.com',
      'server.port': 8443,
    });
  });

  it('includes stop sequences with content capture on', () => {
    const { 'gen_ai.request.stop_sequences': stop } = requestAttributes(fullRequest, {
      ...EMIT_DEFAULT,
      content: true,
    });
    assert.deepEqual(stop, ['END']);
  });

  it('is no more than was asked', () => {
    assert.deepEqual(
      requestAttributes({ operation: 'embeddings', provider: 'groq', stream: false, serverPort: 1 }, EMIT_DEFAULT),
      {
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.provider.name': 'groq',
      },
    );
  });

  it('names the tier as the provider does, and OpenAI’s auto not at all', () => {
    const tiers = (provider: string, serviceTier: string): unknown => {
      const {
        'gen_ai.operation.name': _,
        'gen_ai.provider.name': __,
        ...rest
      } = requestAttributes({ operation: 'chat', provider, serviceTier }, EMIT_DEFAULT);
      return rest;
    };
    assert.deepEqual(tiers('openai', 'auto'), {});
    assert.deepEqual(tiers('azure.ai.openai', 'priority'), { 'openai.request.service_tier': 'priority' });
    assert.deepEqual(tiers('groq', 'flex'), { 'openai.request.service_tier': 'flex' });
    assert.deepEqual(tiers('anthropic', 'auto'), { 'anthropic.request.service_tier': 'auto' });
    assert.deepEqual(tiers('anthropic_compatible', 'x'), { 'anthropic.request.service_tier': 'x' });
  });
});

describe('what came back', () => {
  const response: CallResponse = {
    id: 'msg_1',
    model: 'claude-x',
    finishReasons: ['tool_use'],
    toolCalls: 2,
    serverToolCalls: 3,
    serviceTier: 'standard',
    speed: 'fast',
    region: 'eu',
    usage: {
      inputTokens: 1000,
      outputTokens: 200,
      cacheReadTokens: 300,
      cacheWriteTokens: 500,
      cacheWrite5mTokens: 400,
      cacheWrite1hTokens: 100,
      reasoningTokens: 50,
      inputAudioTokens: 1,
      inputImageTokens: 2,
      inputVideoTokens: 9,
      cacheReadAudioTokens: 0,
      cacheReadImageTokens: 1,
      cacheReadVideoTokens: 8,
      outputAudioTokens: 4,
      outputImageTokens: 5,
      outputVideoTokens: 6,
      tools: { web_search: 3, code_execution: 1 },
    },
  };
  const cost: Cost = {
    status: 'partial',
    total: 10_400_000_000_000_000n,
    lines: [
      { unit: 'input', quantity: 200, atto: 10n ** 15n },
      { unit: 'input_audio', quantity: 1, atto: 10n ** 14n },
      { unit: 'cache_read', quantity: 300, atto: 3n * 10n ** 14n },
      { unit: 'cache_write_5m', quantity: 400, atto: 10n ** 15n },
      { unit: 'cache_write_1h', quantity: 100, atto: 10n ** 15n },
      { unit: 'output', quantity: 150, atto: 2n * 10n ** 15n },
      { unit: 'reasoning', quantity: 50, atto: 10n ** 15n },
      { unit: 'web_search', quantity: 3, atto: 4_000_000_000_000_000n },
    ],
    reasoning: 10n ** 15n,
    cacheSaving: 1n,
    priceId: 'anthropic/claude-x@2026-01-01',
    catalogue: '2026-11-20',
    assumed: ['cache_write_5m'],
    unpricedUnits: ['code_execution'],
  };
  const call = callOf({
    request: { operation: 'chat', provider: 'anthropic', stream: true },
    response,
    attempts: [
      { startedAt: T0, endedAt: T0 + 100, status: 429 },
      { startedAt: T0 + 512.125244140625, endedAt: T0 + 600, errorType: 'ECONNRESET' },
      { startedAt: T0 + 700, endedAt: T0 + 750, status: 200 },
    ],
    firstChunkAt: T0 + 800,
  });

  it('is written whole, with what it cost', () => {
    assert.deepEqual(outcomeAttributes(call, cost, EMIT_DEFAULT), {
      'gen_ai.response.id': 'msg_1',
      'gen_ai.response.model': 'claude-x',
      'gen_ai.response.finish_reasons': ['tool_use'],
      'gen_ai.response.time_to_first_chunk': 0.8,
      'anthropic.response.service_tier': 'standard',
      'taskmeter.request.speed': 'fast',
      'taskmeter.request.region': 'eu',
      'taskmeter.tool_calls': 2,
      'taskmeter.server_tool_calls': 3,
      'taskmeter.stream.ending': 'done',
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 200,
      'gen_ai.usage.cache_read.input_tokens': 300,
      'gen_ai.usage.cache_write.input_tokens': 500,
      'gen_ai.usage.cache_creation.input_tokens': 500,
      'gen_ai.usage.reasoning.output_tokens': 50,
      'gen_ai.usage.audio.input_tokens': 1,
      'gen_ai.usage.image.input_tokens': 2,
      'gen_ai.usage.video.input_tokens': 9,
      'gen_ai.usage.audio.cache_read.input_tokens': 0,
      'gen_ai.usage.image.cache_read.input_tokens': 1,
      'gen_ai.usage.video.cache_read.input_tokens': 8,
      'gen_ai.usage.audio.output_tokens': 4,
      'gen_ai.usage.image.output_tokens': 5,
      'gen_ai.usage.video.output_tokens': 6,
      'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 400,
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 100,
      'taskmeter.usage.tools': ['code_execution=1', 'web_search=3'],
      'taskmeter.cache.hit': true,
      'http.request.resend_count': 2,
      'taskmeter.retry.count': 2,
      'taskmeter.retry.reasons': ['429', 'ECONNRESET'],
      'taskmeter.retry.wait_ms': 512.125,
      'taskmeter.price.status': 'partial',
      'taskmeter.price.id': 'anthropic/claude-x@2026-01-01',
      'taskmeter.price.catalogue': '2026-11-20',
      'taskmeter.price.assumed': ['cache_write_5m'],
      'taskmeter.price.unpriced_units': ['code_execution'],
      'taskmeter.cost.usd': 0.0104,
      'taskmeter.cost.exact': '0.0104',
      'taskmeter.cost.input_usd': 0.0011,
      'taskmeter.cost.cache_read_usd': 0.0003,
      'taskmeter.cost.cache_write_usd': 0.002,
      'taskmeter.cost.output_usd': 0.003,
      'taskmeter.cost.tools_usd': 0.004,
      'taskmeter.cost.reasoning_usd': 0.001,
      'taskmeter.cache.saving_exact': '0.000000000000000001',
      'gen_ai.usage.cost': 0.0104,
    });
  });

  it('has the proposed and former names as configured', () => {
    const names = [
      'gen_ai.usage.cost.amount',
      'gen_ai.usage.cost.currency',
      'gen_ai.usage.cost.source',
      'gen_ai.usage.cache_creation.input_tokens',
    ];
    const pick = (from: Cost): unknown[] => {
      const all = outcomeAttributes(call, from, { ...EMIT_DEFAULT, proposedCost: true, cacheCreation: false });
      return names.map((name) => all[name]);
    };
    assert.deepEqual(pick(cost), [0.0104, 'USD', 'local', undefined]);
    assert.deepEqual(pick({ ...cost, status: 'reported' }), [0.0104, 'USD', 'provider', undefined]);
    assert.deepEqual(pick({ ...free, status: 'unknown_model', total: undefined }), [
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('has no cost where the price is unknown, and a status all the same', () => {
    const unknown: Cost = { ...free, status: 'unknown_model', total: undefined };
    assert.deepEqual(outcomeAttributes(callOf(), unknown, EMIT_DEFAULT), {
      'taskmeter.retry.count': 0,
      'taskmeter.price.status': 'unknown_model',
      'taskmeter.price.catalogue': 'c',
    });
  });

  it('says 0 where 0 is what is known', () => {
    const call0 = callOf({
      response: { toolCalls: 0, serverToolCalls: 0, usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0 } },
    });
    assert.deepEqual(outcomeAttributes(call0, free, EMIT_DEFAULT), {
      'taskmeter.tool_calls': 0,
      'gen_ai.usage.input_tokens': 0,
      'gen_ai.usage.output_tokens': 0,
      'gen_ai.usage.cache_read.input_tokens': 0,
      'taskmeter.cache.hit': false,
      'taskmeter.retry.count': 0,
      'taskmeter.price.status': 'priced',
      'taskmeter.price.catalogue': 'c',
      'taskmeter.cost.usd': 0,
      'taskmeter.cost.exact': '0',
      'gen_ai.usage.cost': 0,
    });
  });
});

describe('a call that failed', () => {
  const refused: Cost = { ...free, status: 'not_billed' };

  it('names its class and status, never a message', () => {
    const call = callOf({
      ending: 'error',
      error: { type: '429', status: 429 },
      attempts: [
        { startedAt: T0, endedAt: T0 + 10, status: 500 },
        { startedAt: T0 + 20, endedAt: T0 + 30, status: 429 },
      ],
    });
    assert.deepEqual(outcomeAttributes(call, refused, EMIT_DEFAULT), {
      'error.type': '429',
      'http.response.status_code': 429,
      'http.request.resend_count': 1,
      'taskmeter.retry.count': 1,
      'taskmeter.retry.reasons': ['500'],
      'taskmeter.retry.wait_ms': 10,
      'taskmeter.price.status': 'not_billed',
      'taskmeter.price.catalogue': 'c',
      'taskmeter.cost.usd': 0,
      'taskmeter.cost.exact': '0',
      'gen_ai.usage.cost': 0,
    });
  });

  it('names the content filter where that is billed, since the collector must not take it for free', () => {
    const error = { type: '400', status: 400, code: 'content_filter' } as const;
    const typeAt = (provider: string): unknown =>
      outcomeAttributes(
        callOf({ request: { operation: 'chat', provider }, ending: 'error', error }),
        refused,
        EMIT_DEFAULT,
      )['error.type'];
    assert.deepEqual([typeAt('azure.ai.openai'), typeAt('openai')], ['content_filter', '400']);
  });

  it('keeps the status of its last response when the stream broke after it', () => {
    const all = outcomeAttributes(
      callOf({
        request: { operation: 'chat', provider: 'openai', stream: true },
        ending: 'error',
        error: { type: 'ECONNRESET' },
      }),
      refused,
      EMIT_DEFAULT,
    );
    assert.deepEqual(
      [all['error.type'], all['http.response.status_code'], all['taskmeter.stream.ending']],
      ['ECONNRESET', 200, 'error'],
    );
  });
});

describe('a failed attempt', () => {
  const events = (call: LlmCall): unknown[] => failedAttempts(call).map(attemptAttributes);

  it('tells its number, its reason, the wait after it, and whether it may be billed', () => {
    const call = callOf({
      attempts: [
        { startedAt: T0, endedAt: T0 + 10, errorType: 'ECONNREFUSED', neverSent: true },
        { startedAt: T0 + 15, endedAt: T0 + 20, errorType: 'AbortError' },
        { startedAt: T0 + 50, endedAt: T0 + 60, status: 503 },
        { startedAt: T0 + 60, endedAt: T0 + 70, status: 200 },
      ],
    });
    assert.deepEqual(events(call), [
      {
        'taskmeter.attempt.number': 1,
        'error.type': 'ECONNREFUSED',
        'taskmeter.attempt.wait_ms': 5,
        'taskmeter.attempt.price_status': 'not_billed',
      },
      {
        'taskmeter.attempt.number': 2,
        'error.type': 'AbortError',
        'taskmeter.attempt.wait_ms': 30,
        'taskmeter.attempt.price_status': 'unknown_usage',
      },
      {
        'taskmeter.attempt.number': 3,
        'error.type': '503',
        'http.response.status_code': 503,
        'taskmeter.attempt.wait_ms': 0,
        'taskmeter.attempt.price_status': 'not_billed',
      },
    ]);
  });

  it('is also one that was answered with 200 and repeated: nobody knows what it used', () => {
    const call = callOf({
      attempts: [
        { startedAt: T0, endedAt: T0 + 10, status: 200 },
        { startedAt: T0 + 15, endedAt: T0 + 20, status: 200 },
      ],
    });
    assert.deepEqual(events(call), [
      {
        'taskmeter.attempt.number': 1,
        'error.type': '200',
        'http.response.status_code': 200,
        'taskmeter.attempt.wait_ms': 5,
        'taskmeter.attempt.price_status': 'unknown_usage',
      },
    ]);
  });

  it('has no wait after it when it was the last', () => {
    const call = callOf({ attempts: [{ startedAt: T0, endedAt: T0 + 10 }], ending: 'error', error: { type: 'Error' } });
    assert.deepEqual(events(call), [
      { 'taskmeter.attempt.number': 1, 'error.type': '_OTHER', 'taskmeter.attempt.price_status': 'unknown_usage' },
    ]);
  });
});

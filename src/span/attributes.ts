/**
 * What stands on a call's span: tables from the vocabulary to attributes. Pure; a value that is not known gives no
 * attribute, and `0` is a value.
 */
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { CallRequest, LlmCall, Usage } from '../call.ts';
import type { Cost } from '../price/cost.ts';
import { type Atto, formatUsd, toDouble } from '../price/money.ts';
import { attemptCount, type FailedAttempt, failedAttempts, hasFailed, isBilledRefusal } from '../task/entry.ts';
import * as name from './attributes.gen.ts';

/** What is written beyond the current conventions. */
export interface Emit {
  /** Also the former name of the cache write count, which back ends still read. */
  readonly cacheCreation: boolean;
  /** Also the proposed `gen_ai.usage.cost.{amount,currency,source}`. */
  readonly proposedCost: boolean;
  /** The user's text: stop sequences. */
  readonly content: boolean;
}

export const EMIT_DEFAULT: Emit = { cacheCreation: true, proposedCost: false, content: false };

/** Name of the span event that stands for one failed attempt. */
export const ATTEMPT_FAILED = 'taskmeter.attempt.failed';

/** What is known before the call is made; a sampler decides on it. */
export function requestAttributes(request: CallRequest, emit: Emit): Attributes {
  const tier = tierNames(request.provider).request;
  return known({
    [name.ATTR_GEN_AI_OPERATION_NAME]: request.operation,
    [name.ATTR_GEN_AI_PROVIDER_NAME]: request.provider,
    [name.ATTR_GEN_AI_REQUEST_MODEL]: request.model,
    [name.ATTR_GEN_AI_REQUEST_STREAM]: request.stream === true ? true : undefined,
    [name.ATTR_GEN_AI_REQUEST_MAX_TOKENS]: request.maxTokens,
    [name.ATTR_GEN_AI_REQUEST_TEMPERATURE]: request.temperature,
    [name.ATTR_GEN_AI_REQUEST_TOP_P]: request.topP,
    [name.ATTR_GEN_AI_REQUEST_TOP_K]: request.topK,
    [name.ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY]: request.frequencyPenalty,
    [name.ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY]: request.presencePenalty,
    [name.ATTR_GEN_AI_REQUEST_SEED]: request.seed,
    [name.ATTR_GEN_AI_REQUEST_CHOICE_COUNT]: request.choiceCount,
    [name.ATTR_GEN_AI_REQUEST_STOP_SEQUENCES]: emit.content ? list(request.stopSequences) : undefined,
    [name.ATTR_GEN_AI_REQUEST_REASONING_LEVEL]: request.reasoningLevel,
    [name.ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID]: request.previousResponseId,
    [name.ATTR_GEN_AI_REQUEST_ENCODING_FORMATS]: list(request.encodingFormats),
    [name.ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT]: request.embeddingDimensions,
    [name.ATTR_GEN_AI_OUTPUT_TYPE]: request.outputType,
    [name.ATTR_GEN_AI_CONVERSATION_ID]: request.conversationId,
    [name.ATTR_OPENAI_API_TYPE]: request.openaiApi,
    [tier]:
      tier === name.ATTR_OPENAI_REQUEST_SERVICE_TIER && request.serviceTier === 'auto'
        ? undefined
        : request.serviceTier,
    [name.ATTR_SERVER_ADDRESS]: request.serverAddress,
    [name.ATTR_SERVER_PORT]: request.serverAddress === undefined ? undefined : request.serverPort,
  });
}

/** What is known when the call has ended, and what it cost. */
export function outcomeAttributes(call: LlmCall, cost: Cost, emit: Emit): Attributes {
  return {
    ...responseAttributes(call),
    ...usageAttributes(call.response.usage, emit),
    ...retryAttributes(call),
    ...costAttributes(cost, emit),
  };
}

/** The attributes of the event that stands for one failed attempt. */
export function attemptAttributes({ attempt, number, mayBeBilled, waitMs }: FailedAttempt): Attributes {
  return known({
    [name.ATTR_TASKMETER_ATTEMPT_NUMBER]: number,
    [name.ATTR_ERROR_TYPE]: reason(attempt),
    [name.ATTR_HTTP_RESPONSE_STATUS_CODE]: attempt.status,
    [name.ATTR_TASKMETER_ATTEMPT_WAIT_MS]: waitMs === undefined ? undefined : wholeMicros(waitMs),
    [name.ATTR_TASKMETER_ATTEMPT_PRICE_STATUS]: mayBeBilled ? 'unknown_usage' : 'not_billed',
  });
}

/**
 * The value of `error.type` of a call that failed; absent when it did not. A refusal that is billed says so here: from the
 * status alone the collector would take it to cost nothing.
 */
export function errorType(call: LlmCall): string | undefined {
  if (isBilledRefusal(call)) return 'content_filter';
  return hasFailed(call) ? (call.error?.type ?? '_OTHER') : undefined;
}

/** The entries that have a value. */
export function known(values: Readonly<Record<string, AttributeValue | undefined>>): Attributes {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined) attributes[key] = value;
  return attributes;
}

function responseAttributes(call: LlmCall): Attributes {
  const { request, response } = call;
  const tier = tierNames(request.provider).response;
  return known({
    [name.ATTR_GEN_AI_RESPONSE_ID]: response.id,
    [name.ATTR_GEN_AI_RESPONSE_MODEL]: response.model,
    [name.ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: list(response.finishReasons),
    [name.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]:
      call.firstChunkAt === undefined ? undefined : wholeMicros(call.firstChunkAt - call.startedAt) / 1000,
    [tier]: response.serviceTier,
    [name.ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT]: response.systemFingerprint,
    [name.ATTR_TASKMETER_REQUEST_SPEED]: response.speed ?? request.speed,
    [name.ATTR_TASKMETER_REQUEST_REGION]: response.region ?? request.region,
    [name.ATTR_TASKMETER_TOOL_CALLS]: response.toolCalls,
    [name.ATTR_TASKMETER_SERVER_TOOL_CALLS]: positive(response.serverToolCalls),
    [name.ATTR_TASKMETER_STREAM_ENDING]: request.stream === true ? call.ending : undefined,
    [name.ATTR_ERROR_TYPE]: errorType(call),
    [name.ATTR_HTTP_RESPONSE_STATUS_CODE]: hasFailed(call)
      ? (call.error?.status ?? call.attempts.at(-1)?.status)
      : undefined,
  });
}

function usageAttributes(usage: Usage | undefined, emit: Emit): Attributes {
  if (usage === undefined) return {};
  const tools = Object.entries(usage.tools ?? {}).map(([unit, quantity]) => `${unit}=${quantity}`);
  return known({
    [name.ATTR_GEN_AI_USAGE_INPUT_TOKENS]: usage.inputTokens,
    [name.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: usage.outputTokens,
    [name.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: usage.cacheReadTokens,
    [name.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS]: usage.cacheWriteTokens,
    [name.ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS]: emit.cacheCreation ? usage.cacheWriteTokens : undefined,
    [name.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS]: usage.reasoningTokens,
    [name.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS]: usage.inputAudioTokens,
    [name.ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS]: usage.inputImageTokens,
    [name.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS]: usage.cacheReadAudioTokens,
    [name.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS]: usage.outputAudioTokens,
    [name.ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS]: usage.outputImageTokens,
    [name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_5M_INPUT_TOKENS]: usage.cacheWrite5mTokens,
    [name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_1H_INPUT_TOKENS]: usage.cacheWrite1hTokens,
    [name.ATTR_TASKMETER_USAGE_TOOLS]: list(tools.toSorted()),
    [name.ATTR_TASKMETER_CACHE_HIT]: usage.cacheReadTokens === undefined ? undefined : usage.cacheReadTokens > 0,
  });
}

function retryAttributes(call: LlmCall): Attributes {
  const retries = attemptCount(call) - 1;
  const repeated = failedAttempts(call).filter(({ waitMs }) => waitMs !== undefined);
  return known({
    [name.ATTR_HTTP_REQUEST_RESEND_COUNT]: positive(retries),
    [name.ATTR_TASKMETER_RETRY_COUNT]: retries,
    [name.ATTR_TASKMETER_RETRY_REASONS]: list(repeated.map(({ attempt }) => reason(attempt))),
    [name.ATTR_TASKMETER_RETRY_WAIT_MS]:
      repeated.length === 0 ? undefined : wholeMicros(repeated.reduce((sum, { waitMs = 0 }) => sum + waitMs, 0)),
  });
}

function costAttributes(cost: Cost, emit: Emit): Attributes {
  const total = usd(cost.total);
  const proposed = emit.proposedCost && total !== undefined;
  return known({
    [name.ATTR_TASKMETER_PRICE_STATUS]: cost.status,
    [name.ATTR_TASKMETER_PRICE_ID]: cost.priceId,
    [name.ATTR_TASKMETER_PRICE_CATALOGUE]: cost.catalogue,
    [name.ATTR_TASKMETER_PRICE_ASSUMED]: list(cost.assumed),
    [name.ATTR_TASKMETER_PRICE_UNPRICED_UNITS]: list(cost.unpricedUnits),
    [name.ATTR_TASKMETER_COST_USD]: total,
    [name.ATTR_TASKMETER_COST_EXACT]: cost.total === undefined ? undefined : formatUsd(cost.total),
    ...partAttributes(cost),
    [name.ATTR_TASKMETER_COST_REASONING_USD]: usd(cost.reasoning),
    [name.ATTR_TASKMETER_CACHE_SAVING_EXACT]: cost.cacheSaving === undefined ? undefined : formatUsd(cost.cacheSaving),
    [name.ATTR_GEN_AI_USAGE_COST]: total,
    [name.ATTR_GEN_AI_USAGE_COST_AMOUNT]: proposed ? total : undefined,
    [name.ATTR_GEN_AI_USAGE_COST_CURRENCY]: proposed ? 'USD' : undefined,
    [name.ATTR_GEN_AI_USAGE_COST_SOURCE]: proposed ? (cost.status === 'reported' ? 'provider' : 'local') : undefined,
  });
}

/** The disjoint parts of the total: its lines, gathered by the first word of their unit. */
function partAttributes({ lines }: Cost): Attributes {
  const parts = new Map<string, Atto>();
  for (const { unit, atto } of lines) {
    const part = partNames.find(([prefix]) => unit.startsWith(prefix))?.[1] ?? name.ATTR_TASKMETER_COST_TOOLS_USD;
    parts.set(part, (parts.get(part) ?? 0n) + atto);
  }
  return Object.fromEntries([...parts].map(([part, atto]) => [part, toDouble(atto)]));
}

/** Every other unit is a tool. Reasoning that has a price of its own is still output. */
const partNames: readonly (readonly [string, string])[] = [
  ['input', name.ATTR_TASKMETER_COST_INPUT_USD],
  ['cache_read', name.ATTR_TASKMETER_COST_CACHE_READ_USD],
  ['cache_write', name.ATTR_TASKMETER_COST_CACHE_WRITE_USD],
  ['output', name.ATTR_TASKMETER_COST_OUTPUT_USD],
  ['reasoning', name.ATTR_TASKMETER_COST_OUTPUT_USD],
];

/** The tier is a price, and only OpenAI's name for it is a convention, so that is the name at every other host too. */
function tierNames(provider: string): { readonly request: string; readonly response: string } {
  return provider.startsWith('anthropic')
    ? { request: name.ATTR_ANTHROPIC_REQUEST_SERVICE_TIER, response: name.ATTR_ANTHROPIC_RESPONSE_SERVICE_TIER }
    : { request: name.ATTR_OPENAI_REQUEST_SERVICE_TIER, response: name.ATTR_OPENAI_RESPONSE_SERVICE_TIER };
}

function reason({ status, errorType: type }: FailedAttempt['attempt']): string {
  return type ?? (status === undefined ? '_OTHER' : String(status));
}

function list(values: readonly string[] | undefined): string[] | undefined {
  return values === undefined || values.length === 0 ? undefined : [...values];
}

function positive(count: number | undefined): number | undefined {
  return count !== undefined && count > 0 ? count : undefined;
}

/** Milliseconds without the noise that the difference of two epoch times has below a microsecond. */
function wholeMicros(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function usd(atto: Atto | undefined): number | undefined {
  return atto === undefined ? undefined : toDouble(atto);
}

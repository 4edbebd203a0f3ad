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
  const on: Attributes = {};
  const tier = tierNames(request.provider).request;
  put(on, name.ATTR_GEN_AI_OPERATION_NAME, request.operation);
  put(on, name.ATTR_GEN_AI_PROVIDER_NAME, request.provider);
  put(on, name.ATTR_GEN_AI_REQUEST_MODEL, request.model);
  put(on, name.ATTR_GEN_AI_REQUEST_STREAM, request.stream === true ? true : undefined);
  put(on, name.ATTR_GEN_AI_REQUEST_MAX_TOKENS, request.maxTokens);
  put(on, name.ATTR_GEN_AI_REQUEST_TEMPERATURE, request.temperature);
  put(on, name.ATTR_GEN_AI_REQUEST_TOP_P, request.topP);
  put(on, name.ATTR_GEN_AI_REQUEST_TOP_K, request.topK);
  put(on, name.ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY, request.frequencyPenalty);
  put(on, name.ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY, request.presencePenalty);
  put(on, name.ATTR_GEN_AI_REQUEST_SEED, request.seed);
  put(on, name.ATTR_GEN_AI_REQUEST_CHOICE_COUNT, request.choiceCount);
  put(on, name.ATTR_GEN_AI_REQUEST_STOP_SEQUENCES, emit.content ? list(request.stopSequences) : undefined);
  put(on, name.ATTR_GEN_AI_REQUEST_REASONING_LEVEL, request.reasoningLevel);
  put(on, name.ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID, request.previousResponseId);
  put(on, name.ATTR_GEN_AI_REQUEST_ENCODING_FORMATS, list(request.encodingFormats));
  put(on, name.ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT, request.embeddingDimensions);
  put(on, name.ATTR_GEN_AI_OUTPUT_TYPE, request.outputType);
  put(on, name.ATTR_GEN_AI_CONVERSATION_ID, request.conversationId);
  put(on, name.ATTR_OPENAI_API_TYPE, request.openaiApi);
  put(
    on,
    tier,
    tier === name.ATTR_OPENAI_REQUEST_SERVICE_TIER && request.serviceTier === 'auto' ? undefined : request.serviceTier,
  );
  put(on, name.ATTR_SERVER_ADDRESS, request.serverAddress);
  put(on, name.ATTR_SERVER_PORT, request.serverAddress === undefined ? undefined : request.serverPort);
  return on;
}

/** Where attributes go: a span, which is spared an object of dozens of keys that it would only copy. */
export interface AttributeSink {
  setAttribute(key: string, value: AttributeValue): unknown;
}

/** Writes what is known when the call has ended, and what it cost. */
export function writeOutcome(on: AttributeSink, call: LlmCall, cost: Cost, emit: Emit): void {
  responseAttributes(on, call);
  usageAttributes(on, call.response.usage, emit);
  retryAttributes(on, call);
  costAttributes(on, cost, emit);
}

/** The same as an object. */
export function outcomeAttributes(call: LlmCall, cost: Cost, emit: Emit): Attributes {
  const attributes: Attributes = {};
  writeOutcome({ setAttribute: (key, value) => (attributes[key] = value) }, call, cost, emit);
  return attributes;
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
  for (const [key, value] of Object.entries(values)) put(attributes, key, value);
  return attributes;
}

function put(on: Attributes, key: string, value: AttributeValue | undefined): void {
  if (value !== undefined) on[key] = value;
}

function write(on: AttributeSink, key: string, value: AttributeValue | undefined): void {
  if (value !== undefined) on.setAttribute(key, value);
}

function responseAttributes(on: AttributeSink, call: LlmCall): void {
  const { request, response } = call;
  const tier = tierNames(request.provider).response;
  write(on, name.ATTR_GEN_AI_RESPONSE_ID, response.id);
  write(on, name.ATTR_GEN_AI_RESPONSE_MODEL, response.model);
  write(on, name.ATTR_GEN_AI_RESPONSE_FINISH_REASONS, list(response.finishReasons));
  write(
    on,
    name.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
    call.firstChunkAt === undefined ? undefined : wholeMicros(call.firstChunkAt - call.startedAt) / 1000,
  );
  write(on, tier, response.serviceTier);
  write(on, name.ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT, response.systemFingerprint);
  write(on, name.ATTR_TASKMETER_REQUEST_SPEED, response.speed ?? request.speed);
  write(on, name.ATTR_TASKMETER_REQUEST_REGION, response.region ?? request.region);
  write(on, name.ATTR_TASKMETER_TOOL_CALLS, response.toolCalls);
  write(on, name.ATTR_TASKMETER_SERVER_TOOL_CALLS, positive(response.serverToolCalls));
  write(on, name.ATTR_TASKMETER_STREAM_ENDING, request.stream === true ? call.ending : undefined);
  write(on, name.ATTR_ERROR_TYPE, errorType(call));
  write(
    on,
    name.ATTR_HTTP_RESPONSE_STATUS_CODE,
    hasFailed(call) ? (call.error?.status ?? call.attempts.at(-1)?.status) : undefined,
  );
}

function usageAttributes(on: AttributeSink, usage: Usage | undefined, emit: Emit): void {
  if (usage === undefined) return;
  write(on, name.ATTR_GEN_AI_USAGE_INPUT_TOKENS, usage.inputTokens);
  write(on, name.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, usage.outputTokens);
  write(on, name.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS, usage.cacheReadTokens);
  write(on, name.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS, usage.cacheWriteTokens);
  write(
    on,
    name.ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS,
    emit.cacheCreation ? usage.cacheWriteTokens : undefined,
  );
  write(on, name.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS, usage.reasoningTokens);
  write(on, name.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS, usage.inputAudioTokens);
  write(on, name.ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS, usage.inputImageTokens);
  write(on, name.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS, usage.cacheReadAudioTokens);
  write(on, name.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS, usage.outputAudioTokens);
  write(on, name.ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS, usage.outputImageTokens);
  write(on, name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_5M_INPUT_TOKENS, usage.cacheWrite5mTokens);
  write(on, name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_1H_INPUT_TOKENS, usage.cacheWrite1hTokens);
  write(on, name.ATTR_TASKMETER_USAGE_TOOLS, list(toolList(usage.tools)));
  write(on, name.ATTR_TASKMETER_CACHE_HIT, usage.cacheReadTokens === undefined ? undefined : usage.cacheReadTokens > 0);
}

function toolList(tools: Usage['tools']): readonly string[] | undefined {
  return (
    tools &&
    Object.entries(tools)
      .map(([unit, quantity]) => `${unit}=${quantity}`)
      .toSorted()
  );
}

function retryAttributes(on: AttributeSink, call: LlmCall): void {
  const retries = attemptCount(call) - 1;
  write(on, name.ATTR_TASKMETER_RETRY_COUNT, retries);
  if (call.attempts.length < 2) return;
  const continuations = call.attempts.filter(({ continues }) => continues === true).length;
  const repeated = failedAttempts(call).filter(({ waitMs }) => waitMs !== undefined);
  write(on, name.ATTR_HTTP_REQUEST_RESEND_COUNT, positive(retries));
  write(on, name.ATTR_TASKMETER_CONTINUATIONS, positive(continuations));
  write(on, name.ATTR_TASKMETER_RETRY_REASONS, list(repeated.map(({ attempt }) => reason(attempt))));
  write(
    on,
    name.ATTR_TASKMETER_RETRY_WAIT_MS,
    repeated.length === 0 ? undefined : wholeMicros(repeated.reduce((sum, { waitMs = 0 }) => sum + waitMs, 0)),
  );
}

function costAttributes(on: AttributeSink, cost: Cost, emit: Emit): void {
  const exact = cost.total === undefined ? undefined : formatUsd(cost.total);
  const total = usd(cost.total);
  const proposed = emit.proposedCost && total !== undefined;
  write(on, name.ATTR_TASKMETER_PRICE_STATUS, cost.status);
  write(on, name.ATTR_TASKMETER_PRICE_ID, cost.priceId);
  write(on, name.ATTR_TASKMETER_PRICE_CATALOGUE, cost.catalogue);
  write(on, name.ATTR_TASKMETER_PRICE_ASSUMED, list(cost.assumed));
  write(on, name.ATTR_TASKMETER_PRICE_UNPRICED_UNITS, list(cost.unpricedUnits));
  write(on, name.ATTR_TASKMETER_COST_USD, total);
  write(on, name.ATTR_TASKMETER_COST_EXACT, exact);
  partAttributes(on, cost);
  write(on, name.ATTR_TASKMETER_COST_REASONING_USD, usd(cost.reasoning));
  write(
    on,
    name.ATTR_TASKMETER_CACHE_SAVING_EXACT,
    cost.cacheSaving === undefined ? undefined : formatUsd(cost.cacheSaving),
  );
  write(on, name.ATTR_GEN_AI_USAGE_COST, total);
  write(on, name.ATTR_GEN_AI_USAGE_COST_AMOUNT, proposed ? total : undefined);
  write(on, name.ATTR_GEN_AI_USAGE_COST_CURRENCY, proposed ? 'USD' : undefined);
  write(
    on,
    name.ATTR_GEN_AI_USAGE_COST_SOURCE,
    proposed ? (cost.status === 'reported' ? 'provider' : 'local') : undefined,
  );
}

/** The disjoint parts of the total: its lines, gathered by the first word of their unit. Those of one part stand side by side. */
function partAttributes(on: AttributeSink, { lines }: Cost): void {
  let part: string | undefined;
  let sum = 0n;
  for (const { unit, atto } of lines) {
    const next = partOf(unit);
    if (part !== undefined && part !== next) on.setAttribute(part, toDouble(sum));
    sum = part === next ? sum + atto : atto;
    part = next;
  }
  if (part !== undefined) on.setAttribute(part, toDouble(sum));
}

function partOf(unit: string): string {
  for (const [prefix, part] of partNames) if (unit.startsWith(prefix)) return part;
  return name.ATTR_TASKMETER_COST_TOOLS_USD;
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

/** Money as a number; absent stays absent. */
export function usd(atto: Atto | undefined): number | undefined {
  return atto === undefined ? undefined : toDouble(atto);
}

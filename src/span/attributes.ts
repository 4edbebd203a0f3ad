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
import * as put from './put.gen.ts';

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
  put.genAiOperationName(on, request.operation);
  put.genAiProviderName(on, request.provider);
  put.genAiRequestModel(on, request.model);
  put.genAiRequestStream(on, request.stream === true ? true : undefined);
  put.genAiRequestMaxTokens(on, request.maxTokens);
  put.genAiRequestTemperature(on, request.temperature);
  put.genAiRequestTopP(on, request.topP);
  put.genAiRequestTopK(on, request.topK);
  put.genAiRequestFrequencyPenalty(on, request.frequencyPenalty);
  put.genAiRequestPresencePenalty(on, request.presencePenalty);
  put.genAiRequestSeed(on, request.seed);
  put.genAiRequestChoiceCount(on, request.choiceCount);
  put.genAiRequestStopSequences(on, emit.content ? list(request.stopSequences) : undefined);
  put.genAiRequestReasoningLevel(on, request.reasoningLevel);
  put.genAiRequestPreviousResponseId(on, request.previousResponseId);
  put.genAiRequestEncodingFormats(on, list(request.encodingFormats));
  put.genAiEmbeddingsDimensionCount(on, request.embeddingDimensions);
  put.genAiOutputType(on, request.outputType);
  put.genAiConversationId(on, request.conversationId);
  put.openaiApiType(on, request.openaiApi);
  if (isAnthropic(request)) put.anthropicRequestServiceTier(on, request.serviceTier);
  else put.openaiRequestServiceTier(on, request.serviceTier === 'auto' ? undefined : request.serviceTier);
  put.serverAddress(on, request.serverAddress);
  put.serverPort(on, request.serverAddress === undefined ? undefined : request.serverPort);
  return on;
}

/** Writes what is known when the call has ended, and what it cost. */
export function writeOutcome(on: Attributes, call: LlmCall, cost: Cost, emit: Emit): void {
  responseAttributes(on, call);
  usageAttributes(on, call.response.usage, emit);
  retryAttributes(on, call);
  costAttributes(on, cost, emit);
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
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) attributes[key] = value;
  }
  return attributes;
}

function responseAttributes(on: Attributes, call: LlmCall): void {
  const { request, response } = call;
  put.genAiResponseId(on, response.id);
  put.genAiResponseModel(on, response.model);
  put.genAiResponseFinishReasons(on, list(response.finishReasons));
  put.genAiResponseTimeToFirstChunk(
    on,
    call.firstChunkAt === undefined ? undefined : wholeMicros(call.firstChunkAt - call.startedAt) / 1000,
  );
  if (isAnthropic(request)) put.anthropicResponseServiceTier(on, response.serviceTier);
  else put.openaiResponseServiceTier(on, response.serviceTier);
  put.openaiResponseSystemFingerprint(on, response.systemFingerprint);
  put.taskmeterRequestSpeed(on, response.speed ?? request.speed);
  put.taskmeterRequestRegion(on, response.region ?? request.region);
  put.taskmeterToolCalls(on, response.toolCalls);
  put.taskmeterServerToolCalls(on, positive(response.serverToolCalls));
  put.taskmeterStreamEnding(on, request.stream === true ? call.ending : undefined);
  put.errorType(on, errorType(call));
  put.httpResponseStatusCode(on, hasFailed(call) ? (call.error?.status ?? call.attempts.at(-1)?.status) : undefined);
}

function usageAttributes(on: Attributes, usage: Usage | undefined, emit: Emit): void {
  if (usage === undefined) return;
  put.genAiUsageInputTokens(on, usage.inputTokens);
  put.genAiUsageOutputTokens(on, usage.outputTokens);
  put.genAiUsageCacheReadInputTokens(on, usage.cacheReadTokens);
  put.genAiUsageCacheWriteInputTokens(on, usage.cacheWriteTokens);
  put.genAiUsageCacheCreationInputTokens(on, emit.cacheCreation ? usage.cacheWriteTokens : undefined);
  put.genAiUsageReasoningOutputTokens(on, usage.reasoningTokens);
  put.genAiUsageAudioInputTokens(on, usage.inputAudioTokens);
  put.genAiUsageImageInputTokens(on, usage.inputImageTokens);
  put.genAiUsageVideoInputTokens(on, usage.inputVideoTokens);
  put.genAiUsageAudioCacheReadInputTokens(on, usage.cacheReadAudioTokens);
  put.genAiUsageImageCacheReadInputTokens(on, usage.cacheReadImageTokens);
  put.genAiUsageVideoCacheReadInputTokens(on, usage.cacheReadVideoTokens);
  put.genAiUsageAudioOutputTokens(on, usage.outputAudioTokens);
  put.genAiUsageImageOutputTokens(on, usage.outputImageTokens);
  put.genAiUsageVideoOutputTokens(on, usage.outputVideoTokens);
  put.anthropicUsageCacheCreationEphemeral5mInputTokens(on, usage.cacheWrite5mTokens);
  put.anthropicUsageCacheCreationEphemeral1hInputTokens(on, usage.cacheWrite1hTokens);
  put.taskmeterUsageTools(on, list(toolList(usage.tools)));
  put.taskmeterCacheHit(on, usage.cacheReadTokens === undefined ? undefined : usage.cacheReadTokens > 0);
}

function toolList(tools: Usage['tools']): readonly string[] | undefined {
  return (
    tools &&
    Object.entries(tools)
      .map(([unit, quantity]) => `${unit}=${quantity}`)
      .toSorted()
  );
}

function retryAttributes(on: Attributes, call: LlmCall): void {
  const retries = attemptCount(call) - 1;
  put.taskmeterRetryCount(on, retries);
  if (call.attempts.length < 2) return;
  const continuations = call.attempts.filter(({ continues }) => continues === true).length;
  const repeated = failedAttempts(call).filter(({ waitMs }) => waitMs !== undefined);
  put.httpRequestResendCount(on, positive(retries));
  put.taskmeterContinuations(on, positive(continuations));
  put.taskmeterRetryReasons(on, list(repeated.map(({ attempt }) => reason(attempt))));
  put.taskmeterRetryWaitMs(
    on,
    repeated.length === 0 ? undefined : wholeMicros(repeated.reduce((sum, { waitMs = 0 }) => sum + waitMs, 0)),
  );
}

function costAttributes(on: Attributes, cost: Cost, emit: Emit): void {
  const exact = cost.total === undefined ? undefined : formatUsd(cost.total);
  const total = usd(cost.total);
  const proposed = emit.proposedCost && total !== undefined;
  put.taskmeterPriceStatus(on, cost.status);
  put.taskmeterPriceId(on, cost.priceId);
  put.taskmeterPriceCatalogue(on, cost.catalogue);
  put.taskmeterPriceAssumed(on, list(cost.assumed));
  put.taskmeterPriceUnpricedUnits(on, list(cost.unpricedUnits));
  put.taskmeterCostUsd(on, total);
  put.taskmeterCostExact(on, exact);
  partAttributes(on, cost);
  put.taskmeterCostReasoningUsd(on, usd(cost.reasoning));
  put.taskmeterCacheSavingExact(on, cost.cacheSaving === undefined ? undefined : formatUsd(cost.cacheSaving));
  put.genAiUsageCost(on, total);
  put.genAiUsageCostAmount(on, proposed ? total : undefined);
  put.genAiUsageCostCurrency(on, proposed ? 'USD' : undefined);
  put.genAiUsageCostSource(on, proposed ? (cost.status === 'reported' ? 'provider' : 'local') : undefined);
}

/** The disjoint parts of the total: its lines, gathered by the first word of their unit. */
function partAttributes(on: Attributes, { lines }: Cost): void {
  let input: Atto | undefined;
  let cacheRead: Atto | undefined;
  let cacheWrite: Atto | undefined;
  let output: Atto | undefined;
  let tools: Atto | undefined;
  for (const { unit, atto } of lines) {
    if (unit.startsWith('input')) input = (input ?? 0n) + atto;
    else if (unit.startsWith('cache_read')) cacheRead = (cacheRead ?? 0n) + atto;
    else if (unit.startsWith('cache_write')) cacheWrite = (cacheWrite ?? 0n) + atto;
    // Reasoning that has a price of its own is still output.
    else if (unit.startsWith('output') || unit === 'reasoning') output = (output ?? 0n) + atto;
    else tools = (tools ?? 0n) + atto;
  }
  put.taskmeterCostInputUsd(on, usd(input));
  put.taskmeterCostCacheReadUsd(on, usd(cacheRead));
  put.taskmeterCostCacheWriteUsd(on, usd(cacheWrite));
  put.taskmeterCostOutputUsd(on, usd(output));
  put.taskmeterCostToolsUsd(on, usd(tools));
}

/** The tier is a price, and only OpenAI's name for it is a convention, so that is the name at every other host too. */
function isAnthropic({ provider }: CallRequest): boolean {
  return provider.startsWith('anthropic');
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

// Generated from spec/attributes.yaml by `npm run gen`; do not edit.
/**
 * One function an attribute: writes a value, and nothing where there is none. An object whose names stand in the code is a record to
 * V8; one that is filled by names from variables becomes a hash table, which takes five times the memory for as long as a span waits.
 */
import type { Attributes, AttributeValue } from '@opentelemetry/api';

type Value = AttributeValue | undefined;

export function genAiOperationName(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.operation.name'] = value;
}

export function genAiProviderName(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.provider.name'] = value;
}

export function genAiRequestModel(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.model'] = value;
}

export function genAiRequestStream(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.stream'] = value;
}

export function genAiRequestMaxTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.max_tokens'] = value;
}

export function genAiRequestTemperature(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.temperature'] = value;
}

export function genAiRequestTopP(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.top_p'] = value;
}

export function genAiRequestTopK(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.top_k'] = value;
}

export function genAiRequestFrequencyPenalty(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.frequency_penalty'] = value;
}

export function genAiRequestPresencePenalty(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.presence_penalty'] = value;
}

export function genAiRequestSeed(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.seed'] = value;
}

export function genAiRequestChoiceCount(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.choice.count'] = value;
}

export function genAiRequestStopSequences(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.stop_sequences'] = value;
}

export function genAiRequestReasoningLevel(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.reasoning.level'] = value;
}

export function genAiRequestPreviousResponseId(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.previous_response.id'] = value;
}

export function genAiRequestEncodingFormats(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.request.encoding_formats'] = value;
}

export function genAiEmbeddingsDimensionCount(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.embeddings.dimension.count'] = value;
}

export function genAiOutputType(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.output.type'] = value;
}

export function genAiConversationId(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.conversation.id'] = value;
}

export function openaiApiType(on: Attributes, value: Value): void {
  if (value !== undefined) on['openai.api.type'] = value;
}

export function openaiRequestServiceTier(on: Attributes, value: Value): void {
  if (value !== undefined) on['openai.request.service_tier'] = value;
}

export function anthropicRequestServiceTier(on: Attributes, value: Value): void {
  if (value !== undefined) on['anthropic.request.service_tier'] = value;
}

export function serverAddress(on: Attributes, value: Value): void {
  if (value !== undefined) on['server.address'] = value;
}

export function serverPort(on: Attributes, value: Value): void {
  if (value !== undefined) on['server.port'] = value;
}

export function genAiResponseId(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.response.id'] = value;
}

export function genAiResponseModel(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.response.model'] = value;
}

export function genAiResponseFinishReasons(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.response.finish_reasons'] = value;
}

export function genAiResponseTimeToFirstChunk(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.response.time_to_first_chunk'] = value;
}

export function openaiResponseServiceTier(on: Attributes, value: Value): void {
  if (value !== undefined) on['openai.response.service_tier'] = value;
}

export function openaiResponseSystemFingerprint(on: Attributes, value: Value): void {
  if (value !== undefined) on['openai.response.system_fingerprint'] = value;
}

export function anthropicResponseServiceTier(on: Attributes, value: Value): void {
  if (value !== undefined) on['anthropic.response.service_tier'] = value;
}

export function errorType(on: Attributes, value: Value): void {
  if (value !== undefined) on['error.type'] = value;
}

export function httpResponseStatusCode(on: Attributes, value: Value): void {
  if (value !== undefined) on['http.response.status_code'] = value;
}

export function httpRequestResendCount(on: Attributes, value: Value): void {
  if (value !== undefined) on['http.request.resend_count'] = value;
}

export function taskmeterStreamEnding(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.stream.ending'] = value;
}

export function genAiUsageInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.input_tokens'] = value;
}

export function genAiUsageOutputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.output_tokens'] = value;
}

export function genAiUsageCacheReadInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.cache_read.input_tokens'] = value;
}

export function genAiUsageCacheWriteInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.cache_write.input_tokens'] = value;
}

export function genAiUsageCacheCreationInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.cache_creation.input_tokens'] = value;
}

export function genAiUsageReasoningOutputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.reasoning.output_tokens'] = value;
}

export function genAiUsageAudioInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.audio.input_tokens'] = value;
}

export function genAiUsageImageInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.image.input_tokens'] = value;
}

export function genAiUsageAudioCacheReadInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.audio.cache_read.input_tokens'] = value;
}

export function genAiUsageAudioOutputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.audio.output_tokens'] = value;
}

export function genAiUsageImageOutputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.image.output_tokens'] = value;
}

export function genAiUsageVideoInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.video.input_tokens'] = value;
}

export function genAiUsageImageCacheReadInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.image.cache_read.input_tokens'] = value;
}

export function genAiUsageVideoCacheReadInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.video.cache_read.input_tokens'] = value;
}

export function genAiUsageVideoOutputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.video.output_tokens'] = value;
}

export function anthropicUsageCacheCreationEphemeral5mInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['anthropic.usage.cache_creation.ephemeral_5m_input_tokens'] = value;
}

export function anthropicUsageCacheCreationEphemeral1hInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['anthropic.usage.cache_creation.ephemeral_1h_input_tokens'] = value;
}

export function taskmeterUsageTools(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.usage.tools'] = value;
}

export function taskmeterRequestSpeed(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.request.speed'] = value;
}

export function taskmeterRequestRegion(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.request.region'] = value;
}

export function taskmeterToolCalls(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.tool_calls'] = value;
}

export function taskmeterServerToolCalls(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.server_tool_calls'] = value;
}

export function taskmeterRetryCount(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.retry.count'] = value;
}

export function taskmeterRetryReasons(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.retry.reasons'] = value;
}

export function taskmeterRetryWaitMs(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.retry.wait_ms'] = value;
}

export function taskmeterContinuations(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.continuations'] = value;
}

export function taskmeterCacheHit(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cache.hit'] = value;
}

export function taskmeterCacheSavingExact(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cache.saving_exact'] = value;
}

export function taskmeterCostUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.usd'] = value;
}

export function taskmeterCostExact(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.exact'] = value;
}

export function taskmeterCostInputUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.input_usd'] = value;
}

export function taskmeterCostOutputUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.output_usd'] = value;
}

export function taskmeterCostCacheReadUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.cache_read_usd'] = value;
}

export function taskmeterCostCacheWriteUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.cache_write_usd'] = value;
}

export function taskmeterCostReasoningUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.reasoning_usd'] = value;
}

export function taskmeterCostToolsUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.cost.tools_usd'] = value;
}

export function taskmeterPriceStatus(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.price.status'] = value;
}

export function taskmeterPriceId(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.price.id'] = value;
}

export function taskmeterPriceCatalogue(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.price.catalogue'] = value;
}

export function taskmeterPriceAssumed(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.price.assumed'] = value;
}

export function taskmeterPriceUnpricedUnits(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.price.unpriced_units'] = value;
}

export function genAiUsageCost(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.cost'] = value;
}

export function genAiUsageCostAmount(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.cost.amount'] = value;
}

export function genAiUsageCostCurrency(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.cost.currency'] = value;
}

export function genAiUsageCostSource(on: Attributes, value: Value): void {
  if (value !== undefined) on['gen_ai.usage.cost.source'] = value;
}

export function taskmeterTaskParentId(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.parent.id'] = value;
}

export function taskmeterTaskOutcome(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.outcome'] = value;
}

export function taskmeterTaskModels(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.models'] = value;
}

export function taskmeterTaskCalls(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.calls'] = value;
}

export function taskmeterTaskAttempts(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.attempts'] = value;
}

export function taskmeterTaskRetries(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.retries'] = value;
}

export function taskmeterTaskToolCalls(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.tool_calls'] = value;
}

export function taskmeterTaskInputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.input_tokens'] = value;
}

export function taskmeterTaskOutputTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.output_tokens'] = value;
}

export function taskmeterTaskCacheReadTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cache_read_tokens'] = value;
}

export function taskmeterTaskCacheWriteTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cache_write_tokens'] = value;
}

export function taskmeterTaskReasoningTokens(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.reasoning_tokens'] = value;
}

export function taskmeterTaskTokensComplete(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.tokens_complete'] = value;
}

export function taskmeterTaskCostUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cost_usd'] = value;
}

export function taskmeterTaskCostExact(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cost_exact'] = value;
}

export function taskmeterTaskCostMicroUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cost_micro_usd'] = value;
}

export function taskmeterTaskCostBucket(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cost_bucket'] = value;
}

export function taskmeterTaskToolCostUsd(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.tool_cost_usd'] = value;
}

export function taskmeterTaskToolCostExact(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.tool_cost_exact'] = value;
}

export function taskmeterTaskPricedToolCalls(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.priced_tool_calls'] = value;
}

export function taskmeterTaskRetryCost(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.retry_cost'] = value;
}

export function taskmeterTaskUnknownAttempts(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.unknown_attempts'] = value;
}

export function taskmeterTaskCacheHitRatio(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cache_hit_ratio'] = value;
}

export function taskmeterTaskCacheSaving(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.cache_saving'] = value;
}

export function taskmeterTaskUnpricedCalls(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.unpriced_calls'] = value;
}

export function taskmeterTaskPriceStatus(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.price_status'] = value;
}

export function taskmeterTaskLlmTimeMs(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.llm_time_ms'] = value;
}

export function taskmeterTaskContextGrowth(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.context_growth'] = value;
}

export function taskmeterTaskOverBudget(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.task.over_budget'] = value;
}

export function taskmeterRollupSource(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.rollup.source'] = value;
}

export function taskmeterRollupComplete(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.rollup.complete'] = value;
}

export function taskmeterRollupReason(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.rollup.reason'] = value;
}

export function taskmeterRollupRevision(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.rollup.revision'] = value;
}

export function taskmeterRollupInstance(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.rollup.instance'] = value;
}

export function taskmeterSampled(on: Attributes, value: Value): void {
  if (value !== undefined) on['taskmeter.sampled'] = value;
}

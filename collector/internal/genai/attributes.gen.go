// Code generated from spec/attributes.yaml by "npm run gen". DO NOT EDIT.

package genai

const (
	// AttrGenAIOperationName: What was asked of the model: chat, text_completion, generate_content, embeddings, rerank; of a tool, execute_tool.
	AttrGenAIOperationName = "gen_ai.operation.name"
	// AttrGenAIProviderName: Who serves the model, told from the host called: openai, azure.ai.openai, anthropic, groq.
	AttrGenAIProviderName = "gen_ai.provider.name"
	// AttrGenAIRequestModel: The model asked for, verbatim.
	AttrGenAIRequestModel = "gen_ai.request.model"
	// AttrGenAIRequestStream: True for a streamed call; absent otherwise.
	AttrGenAIRequestStream = "gen_ai.request.stream"
	// AttrGenAIRequestMaxTokens: Upper limit of the output asked for. In {token}.
	AttrGenAIRequestMaxTokens = "gen_ai.request.max_tokens"
	// AttrGenAIRequestTemperature: Sampling temperature asked for.
	AttrGenAIRequestTemperature = "gen_ai.request.temperature"
	// AttrGenAIRequestTopP: Nucleus sampling asked for.
	AttrGenAIRequestTopP = "gen_ai.request.top_p"
	// AttrGenAIRequestTopK: Top-k sampling asked for.
	AttrGenAIRequestTopK = "gen_ai.request.top_k"
	// AttrGenAIRequestFrequencyPenalty: Frequency penalty asked for.
	AttrGenAIRequestFrequencyPenalty = "gen_ai.request.frequency_penalty"
	// AttrGenAIRequestPresencePenalty: Presence penalty asked for.
	AttrGenAIRequestPresencePenalty = "gen_ai.request.presence_penalty"
	// AttrGenAIRequestSeed: Seed asked for.
	AttrGenAIRequestSeed = "gen_ai.request.seed"
	// AttrGenAIRequestChoiceCount: Number of choices asked for; absent when it is one.
	AttrGenAIRequestChoiceCount = "gen_ai.request.choice.count"
	// AttrGenAIRequestStopSequences: Stop sequences asked for; only with content capture on, since they are the user's text.
	AttrGenAIRequestStopSequences = "gen_ai.request.stop_sequences"
	// AttrGenAIRequestReasoningLevel: Reasoning effort exactly as sent.
	AttrGenAIRequestReasoningLevel = "gen_ai.request.reasoning.level"
	// AttrGenAIRequestPreviousResponseID: The response this call continues.
	AttrGenAIRequestPreviousResponseID = "gen_ai.request.previous_response.id"
	// AttrGenAIRequestEncodingFormats: Encodings asked for, of an embeddings call.
	AttrGenAIRequestEncodingFormats = "gen_ai.request.encoding_formats"
	// AttrGenAIEmbeddingsDimensionCount: Dimensions asked for, of an embeddings call.
	AttrGenAIEmbeddingsDimensionCount = "gen_ai.embeddings.dimension.count"
	// AttrGenAIOutputType: text, json, image or speech, when asked for.
	AttrGenAIOutputType = "gen_ai.output.type"
	// AttrGenAIConversationID: The provider's conversation or thread, when the request names one.
	AttrGenAIConversationID = "gen_ai.conversation.id"
	// AttrOpenaiAPIType: chat_completions or responses, where OpenAI has both.
	AttrOpenaiAPIType = "openai.api.type"
	// AttrOpenaiRequestServiceTier: Tier asked for, unless auto.
	AttrOpenaiRequestServiceTier = "openai.request.service_tier"
	// AttrAnthropicRequestServiceTier: Tier asked for.
	AttrAnthropicRequestServiceTier = "anthropic.request.service_tier"
	// AttrServerAddress: Host called.
	AttrServerAddress = "server.address"
	// AttrServerPort: Port called, with server.address.
	AttrServerPort = "server.port"
	// AttrGenAIResponseID: The provider's id of the response.
	AttrGenAIResponseID = "gen_ai.response.id"
	// AttrGenAIResponseModel: The model that answered, verbatim. It decides the price.
	AttrGenAIResponseModel = "gen_ai.response.model"
	// AttrGenAIResponseFinishReasons: One for each choice, in the provider's words.
	AttrGenAIResponseFinishReasons = "gen_ai.response.finish_reasons"
	// AttrGenAIResponseTimeToFirstChunk: From the start of the call to the first chunk; streams only. In s.
	AttrGenAIResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk"
	// AttrOpenaiResponseServiceTier: Tier that served the call. It decides the price.
	AttrOpenaiResponseServiceTier = "openai.response.service_tier"
	// AttrOpenaiResponseSystemFingerprint: The backend configuration that answered.
	AttrOpenaiResponseSystemFingerprint = "openai.response.system_fingerprint"
	// AttrAnthropicResponseServiceTier: Tier that served the call. It decides the price.
	AttrAnthropicResponseServiceTier = "anthropic.response.service_tier"
	// AttrErrorType: Class of the failure: the HTTP status, or the error's name or code. Never a message.
	AttrErrorType = "error.type"
	// AttrHTTPResponseStatusCode: Status of the last attempt of a call that failed; status of a failed attempt.
	AttrHTTPResponseStatusCode = "http.response.status_code"
	// AttrHTTPRequestResendCount: Attempts after the first; absent when there was none.
	AttrHTTPRequestResendCount = "http.request.resend_count"
	// AttrTaskmeterStreamEnding: How a stream came to its end: done, break, abort, error, unread.
	AttrTaskmeterStreamEnding = "taskmeter.stream.ending"
	// AttrGenAIToolName: The tool, as the model knows it. By it a price file prices the call.
	AttrGenAIToolName = "gen_ai.tool.name"
	// AttrGenAIToolCallID: The model's id of the tool call.
	AttrGenAIToolCallID = "gen_ai.tool.call.id"
	// AttrGenAIUsageInputTokens: All input, cache reads and writes included. In {token}.
	AttrGenAIUsageInputTokens = "gen_ai.usage.input_tokens"
	// AttrGenAIUsageOutputTokens: All output, reasoning included. In {token}.
	AttrGenAIUsageOutputTokens = "gen_ai.usage.output_tokens"
	// AttrGenAIUsageCacheReadInputTokens: Input read from the provider's cache. Part of the input. In {token}.
	AttrGenAIUsageCacheReadInputTokens = "gen_ai.usage.cache_read.input_tokens"
	// AttrGenAIUsageCacheWriteInputTokens: Input written to the provider's cache. Part of the input. In {token}.
	AttrGenAIUsageCacheWriteInputTokens = "gen_ai.usage.cache_write.input_tokens"
	// AttrGenAIUsageCacheCreationInputTokens: The same number under its former name, which back ends still read. In {token}.
	AttrGenAIUsageCacheCreationInputTokens = "gen_ai.usage.cache_creation.input_tokens"
	// AttrGenAIUsageReasoningOutputTokens: Output spent on reasoning. Part of the output. In {token}.
	AttrGenAIUsageReasoningOutputTokens = "gen_ai.usage.reasoning.output_tokens"
	// AttrGenAIUsageAudioInputTokens: Audio part of the input. In {token}.
	AttrGenAIUsageAudioInputTokens = "gen_ai.usage.audio.input_tokens"
	// AttrGenAIUsageImageInputTokens: Image part of the input. In {token}.
	AttrGenAIUsageImageInputTokens = "gen_ai.usage.image.input_tokens"
	// AttrGenAIUsageAudioCacheReadInputTokens: Audio part of the cache reads. In {token}.
	AttrGenAIUsageAudioCacheReadInputTokens = "gen_ai.usage.audio.cache_read.input_tokens"
	// AttrGenAIUsageAudioOutputTokens: Audio part of the output. In {token}.
	AttrGenAIUsageAudioOutputTokens = "gen_ai.usage.audio.output_tokens"
	// AttrGenAIUsageImageOutputTokens: Image part of the output. In {token}.
	AttrGenAIUsageImageOutputTokens = "gen_ai.usage.image.output_tokens"
	// AttrGenAIUsageVideoInputTokens: Video part of the input. In {token}.
	AttrGenAIUsageVideoInputTokens = "gen_ai.usage.video.input_tokens"
	// AttrGenAIUsageImageCacheReadInputTokens: Image part of the cache reads. In {token}.
	AttrGenAIUsageImageCacheReadInputTokens = "gen_ai.usage.image.cache_read.input_tokens"
	// AttrGenAIUsageVideoCacheReadInputTokens: Video part of the cache reads. In {token}.
	AttrGenAIUsageVideoCacheReadInputTokens = "gen_ai.usage.video.cache_read.input_tokens"
	// AttrGenAIUsageVideoOutputTokens: Video part of the output. In {token}.
	AttrGenAIUsageVideoOutputTokens = "gen_ai.usage.video.output_tokens"
	// AttrAnthropicUsageCacheCreationEphemeral5mInputTokens: Cache writes that live 5 minutes. Part of the cache writes. In {token}.
	AttrAnthropicUsageCacheCreationEphemeral5mInputTokens = "anthropic.usage.cache_creation.ephemeral_5m_input_tokens"
	// AttrAnthropicUsageCacheCreationEphemeral1hInputTokens: Cache writes that live 1 hour. Part of the cache writes. In {token}.
	AttrAnthropicUsageCacheCreationEphemeral1hInputTokens = "anthropic.usage.cache_creation.ephemeral_1h_input_tokens"
	// AttrTaskmeterUsageTools: Billable things that are not tokens, as unit=quantity: web_search=3.
	AttrTaskmeterUsageTools = "taskmeter.usage.tools"
	// AttrTaskmeterRequestSpeed: Speed that served the call, where it is a price: fast.
	AttrTaskmeterRequestSpeed = "taskmeter.request.speed"
	// AttrTaskmeterRequestRegion: Data residency or region of the call, where it is a price: us, eu.
	AttrTaskmeterRequestRegion = "taskmeter.request.region"
	// AttrTaskmeterToolCalls: Calls of the application's tools in the final output, all choices. In {call}.
	AttrTaskmeterToolCalls = "taskmeter.tool_calls"
	// AttrTaskmeterServerToolCalls: Tools the provider ran itself; only when there were any. In {call}.
	AttrTaskmeterServerToolCalls = "taskmeter.server_tool_calls"
	// AttrTaskmeterRetryCount: Attempts after the first, 0 when there was none. In {attempt}.
	AttrTaskmeterRetryCount = "taskmeter.retry.count"
	// AttrTaskmeterRetryReasons: One for each failed attempt that was repeated: the status or the class of the failure.
	AttrTaskmeterRetryReasons = "taskmeter.retry.reasons"
	// AttrTaskmeterRetryWaitMs: Time between attempts, summed. In ms.
	AttrTaskmeterRetryWaitMs = "taskmeter.retry.wait_ms"
	// AttrTaskmeterContinuations: Requests for further parts of the same answer, which are no retries; absent when there was none.
	AttrTaskmeterContinuations = "taskmeter.continuations"
	// AttrTaskmeterCacheHit: Whether any input was read from the cache; absent where the API has no such count.
	AttrTaskmeterCacheHit = "taskmeter.cache.hit"
	// AttrTaskmeterCacheSavingExact: What the cache saved on this call, less what writing it cost, as an exact decimal. May be negative; absent without cache counts or a price. In USD.
	AttrTaskmeterCacheSavingExact = "taskmeter.cache.saving_exact"
	// AttrTaskmeterAttemptNumber: Which attempt failed, from 1.
	AttrTaskmeterAttemptNumber = "taskmeter.attempt.number"
	// AttrTaskmeterAttemptWaitMs: Time until the next attempt began; absent on the last one. In ms.
	AttrTaskmeterAttemptWaitMs = "taskmeter.attempt.wait_ms"
	// AttrTaskmeterAttemptPriceStatus: not_billed for a refused connection or a status ≥ 400, unknown_usage for a request that was sent and then lost.
	AttrTaskmeterAttemptPriceStatus = "taskmeter.attempt.price_status"
	// AttrTaskmeterCostUSD: Cost of the call at the catalogue's prices. An estimate, not an invoice. Of a tool, its own or its row's; absent where it has none. In USD.
	AttrTaskmeterCostUSD = "taskmeter.cost.usd"
	// AttrTaskmeterCostExact: The same as an exact decimal. In USD.
	AttrTaskmeterCostExact = "taskmeter.cost.exact"
	// AttrTaskmeterCostInputUSD: Uncached input. In USD.
	AttrTaskmeterCostInputUSD = "taskmeter.cost.input_usd"
	// AttrTaskmeterCostOutputUSD: Output, reasoning included. In USD.
	AttrTaskmeterCostOutputUSD = "taskmeter.cost.output_usd"
	// AttrTaskmeterCostCacheReadUSD: Input read from the cache. In USD.
	AttrTaskmeterCostCacheReadUSD = "taskmeter.cost.cache_read_usd"
	// AttrTaskmeterCostCacheWriteUSD: Input written to the cache. In USD.
	AttrTaskmeterCostCacheWriteUSD = "taskmeter.cost.cache_write_usd"
	// AttrTaskmeterCostReasoningUSD: Reasoning; lies within the output and is not added to it. In USD.
	AttrTaskmeterCostReasoningUSD = "taskmeter.cost.reasoning_usd"
	// AttrTaskmeterCostToolsUSD: Server-side tools. Tools of the application have spans of their own. In USD.
	AttrTaskmeterCostToolsUSD = "taskmeter.cost.tools_usd"
	// AttrTaskmeterPriceStatus: priced, modelled, reported, partial, unknown_model, unknown_usage, invalid_usage or not_billed.
	AttrTaskmeterPriceStatus = "taskmeter.price.status"
	// AttrTaskmeterPriceID: The row that priced the call: provider/model@from, and *factor for each discount; tool/name@from for a tool.
	AttrTaskmeterPriceID = "taskmeter.price.id"
	// AttrTaskmeterPriceCatalogue: Version of the catalogue that priced the call.
	AttrTaskmeterPriceCatalogue = "taskmeter.price.catalogue"
	// AttrTaskmeterPriceAssumed: What had to be assumed: cache_write_5m for a cache write whose lifetime was not reported.
	AttrTaskmeterPriceAssumed = "taskmeter.price.assumed"
	// AttrTaskmeterPriceUnpricedUnits: Units the row has no price for; with status partial.
	AttrTaskmeterPriceUnpricedUnits = "taskmeter.price.unpriced_units"
	// AttrGenAIUsageCost: taskmeter.cost.usd under the name several back ends read. In USD.
	AttrGenAIUsageCost = "gen_ai.usage.cost"
	// AttrGenAIUsageCostAmount: Proposed convention; only with TASKMETER_EMIT_PROPOSED_COST. In USD.
	AttrGenAIUsageCostAmount = "gen_ai.usage.cost.amount"
	// AttrGenAIUsageCostCurrency: USD; with gen_ai.usage.cost.amount.
	AttrGenAIUsageCostCurrency = "gen_ai.usage.cost.currency"
	// AttrGenAIUsageCostSource: provider or local; with gen_ai.usage.cost.amount.
	AttrGenAIUsageCostSource = "gen_ai.usage.cost.source"
	// AttrTaskmeterTaskID: The task a span belongs to.
	AttrTaskmeterTaskID = "taskmeter.task.id"
	// AttrTaskmeterTaskType: The kind of task; low cardinality.
	AttrTaskmeterTaskType = "taskmeter.task.type"
	// AttrTaskmeterTaskParentID: The task this one is part of; absent on a task of its own.
	AttrTaskmeterTaskParentID = "taskmeter.task.parent.id"
	// AttrTaskmeterTaskOutcome: success, failure, error, timeout, cancellation, escalation, pending or unknown.
	AttrTaskmeterTaskOutcome = "taskmeter.task.outcome"
	// AttrTaskmeterTaskModels: Models that answered, sorted.
	AttrTaskmeterTaskModels = "taskmeter.task.models"
	// AttrTaskmeterTaskCalls: Model calls. In {call}.
	AttrTaskmeterTaskCalls = "taskmeter.task.calls"
	// AttrTaskmeterTaskAttempts: HTTP requests of those calls. In {attempt}.
	AttrTaskmeterTaskAttempts = "taskmeter.task.attempts"
	// AttrTaskmeterTaskRetries: Attempts after the first of each call. In {attempt}.
	AttrTaskmeterTaskRetries = "taskmeter.task.retries"
	// AttrTaskmeterTaskToolCalls: Calls of the application's tools in the final outputs, as models asked for them. In {call}.
	AttrTaskmeterTaskToolCalls = "taskmeter.task.tool_calls"
	// AttrTaskmeterTaskInputTokens: Input of all calls, cache included. In {token}.
	AttrTaskmeterTaskInputTokens = "taskmeter.task.input_tokens"
	// AttrTaskmeterTaskOutputTokens: Output of all calls, reasoning included. In {token}.
	AttrTaskmeterTaskOutputTokens = "taskmeter.task.output_tokens"
	// AttrTaskmeterTaskCacheReadTokens: Part of the input. In {token}.
	AttrTaskmeterTaskCacheReadTokens = "taskmeter.task.cache_read_tokens"
	// AttrTaskmeterTaskCacheWriteTokens: Part of the input. In {token}.
	AttrTaskmeterTaskCacheWriteTokens = "taskmeter.task.cache_write_tokens"
	// AttrTaskmeterTaskReasoningTokens: Part of the output. In {token}.
	AttrTaskmeterTaskReasoningTokens = "taskmeter.task.reasoning_tokens"
	// AttrTaskmeterTaskTokensComplete: False when a call reported no usage.
	AttrTaskmeterTaskTokensComplete = "taskmeter.task.tokens_complete"
	// AttrTaskmeterTaskCostUSD: Sum of the costs of the task's calls and priced tools. With unpriced calls, a lower bound. In USD.
	AttrTaskmeterTaskCostUSD = "taskmeter.task.cost_usd"
	// AttrTaskmeterTaskCostExact: The same as an exact decimal. In USD.
	AttrTaskmeterTaskCostExact = "taskmeter.task.cost_exact"
	// AttrTaskmeterTaskCostMicroUSD: The same in millionths, rounded half to even: tail sampling reads no doubles. In uUSD.
	AttrTaskmeterTaskCostMicroUSD = "taskmeter.task.cost_micro_usd"
	// AttrTaskmeterTaskCostBucket: For searches by equality: usd_0, usd_lt_0.001, usd_0.001_0.01, usd_0.01_0.1, usd_0.1_1, usd_1_10, usd_ge_10, unknown.
	AttrTaskmeterTaskCostBucket = "taskmeter.task.cost_bucket"
	// AttrTaskmeterTaskToolCostUSD: The part of the cost that priced tools of the application made; absent without any. In USD.
	AttrTaskmeterTaskToolCostUSD = "taskmeter.task.tool_cost_usd"
	// AttrTaskmeterTaskToolCostExact: The same as an exact decimal. In USD.
	AttrTaskmeterTaskToolCostExact = "taskmeter.task.tool_cost_exact"
	// AttrTaskmeterTaskPricedToolCalls: Executions of tools that have a cost; absent without any. Not to be compared with tool_calls, which models asked for. In {call}.
	AttrTaskmeterTaskPricedToolCalls = "taskmeter.task.priced_tool_calls"
	// AttrTaskmeterTaskRetryCost: Known price of attempts and calls whose result was not used. In USD.
	AttrTaskmeterTaskRetryCost = "taskmeter.task.retry_cost"
	// AttrTaskmeterTaskUnknownAttempts: Attempts that may be billed and whose usage nobody reported. In {attempt}.
	AttrTaskmeterTaskUnknownAttempts = "taskmeter.task.unknown_attempts"
	// AttrTaskmeterTaskCacheHitRatio: Cache reads ÷ input, over the calls that report cache reads; absent when none does. In 1.
	AttrTaskmeterTaskCacheHitRatio = "taskmeter.task.cache_hit_ratio"
	// AttrTaskmeterTaskCacheSaving: What the cache saved, less what writing it cost. May be negative. In USD.
	AttrTaskmeterTaskCacheSaving = "taskmeter.task.cache_saving"
	// AttrTaskmeterTaskUnpricedCalls: Calls without a price, or with a part without one, and tool calls whose own cost is no number. In {call}.
	AttrTaskmeterTaskUnpricedCalls = "taskmeter.task.unpriced_calls"
	// AttrTaskmeterTaskPriceStatus: priced, partial (some calls have no price) or unpriced (nothing has).
	AttrTaskmeterTaskPriceStatus = "taskmeter.task.price_status"
	// AttrTaskmeterTaskLLMTimeMs: Union of the intervals in which a call was under way. In ms.
	AttrTaskmeterTaskLLMTimeMs = "taskmeter.task.llm_time_ms"
	// AttrTaskmeterTaskContextGrowth: Input of the last chat call ÷ input of the first; absent with fewer than two. In 1.
	AttrTaskmeterTaskContextGrowth = "taskmeter.task.context_growth"
	// AttrTaskmeterTaskOverBudget: true or false, for searches by equality; absent without a budget.
	AttrTaskmeterTaskOverBudget = "taskmeter.task.over_budget"
	// AttrTaskmeterRollupSource: Who totalled: process, collector, or process_total (spans missing, the process's sum used).
	AttrTaskmeterRollupSource = "taskmeter.rollup.source"
	// AttrTaskmeterRollupComplete: False when the total was taken before the task had settled.
	AttrTaskmeterRollupComplete = "taskmeter.rollup.complete"
	// AttrTaskmeterRollupReason: Why it was taken then: end, open_calls, quiet_period, max_linger, idle_timeout, span_limit, evicted, shutdown, late.
	AttrTaskmeterRollupReason = "taskmeter.rollup.reason"
	// AttrTaskmeterRollupRevision: Number of this total, from 1; the newest is the truth.
	AttrTaskmeterRollupRevision = "taskmeter.rollup.revision"
	// AttrTaskmeterRollupInstance: service.instance.id of the process that totalled; of the collector with @ and when it began, since it totals anew from then.
	AttrTaskmeterRollupInstance = "taskmeter.rollup.instance"
	// AttrTaskmeterSampled: False on spans of a trace the application's sampler dropped; absent otherwise.
	AttrTaskmeterSampled = "taskmeter.sampled"
	// MetricTaskmeterCost: Cost booked at seal, by the innermost task type; what belongs to no task has an empty one. Calls have provider and model, priced tools have tool: together they are all the money.
	MetricTaskmeterCost = "taskmeter.cost"
	// MetricTaskmeterTasks: Tasks that entered an outcome.
	MetricTaskmeterTasks = "taskmeter.tasks"
	// MetricTaskmeterTasksLeft: Tasks whose outcome was corrected, by the outcome they left: entered less left is what holds now.
	MetricTaskmeterTasksLeft = "taskmeter.tasks.left"
	// MetricTaskmeterTaskCost: Inclusive cost of a task, observed once at its first seal. For the shape: money is read from the counter.
	MetricTaskmeterTaskCost = "taskmeter.task.cost"
	// MetricTaskmeterTaskDuration: Duration of the task's span, observed once at its first seal.
	MetricTaskmeterTaskDuration = "taskmeter.task.duration"
	// MetricTaskmeterCalls: Model calls.
	MetricTaskmeterCalls = "taskmeter.calls"
	// MetricTaskmeterToolCalls: Executions of tools that have a cost, which is in taskmeter.cost.
	MetricTaskmeterToolCalls = "taskmeter.tool.calls"
	// MetricTaskmeterRetries: Attempts after the first.
	MetricTaskmeterRetries = "taskmeter.retries"
	// MetricTaskmeterRetryCost: Known price of attempts and calls whose result was not used.
	MetricTaskmeterRetryCost = "taskmeter.retry.cost"
	// MetricTaskmeterTokens: Tokens; token_type is input, output, cache_read, cache_write or reasoning, the last three being parts of the first two.
	MetricTaskmeterTokens = "taskmeter.tokens"
	// MetricTaskmeterCacheSaving: Net saving by the cache; may fall.
	MetricTaskmeterCacheSaving = "taskmeter.cache.saving"
	// MetricTaskmeterUnpricedCalls: Calls without a full price, and tool calls whose own cost is no number: a silent hole is an alert.
	MetricTaskmeterUnpricedCalls = "taskmeter.unpriced.calls"
	// MetricTaskmeterUnattributedCost: Cost of calls and priced tools that belong to no task.
	MetricTaskmeterUnattributedCost = "taskmeter.unattributed.cost"
)

// MetricAbout is what each metric counts, for its description.
var MetricAbout = map[string]string{
	MetricTaskmeterCost:             "Cost booked at seal, by the innermost task type; what belongs to no task has an empty one. Calls have provider and model, priced tools have tool: together they are all the money.",
	MetricTaskmeterTasks:            "Tasks that entered an outcome.",
	MetricTaskmeterTasksLeft:        "Tasks whose outcome was corrected, by the outcome they left: entered less left is what holds now.",
	MetricTaskmeterTaskCost:         "Inclusive cost of a task, observed once at its first seal. For the shape: money is read from the counter.",
	MetricTaskmeterTaskDuration:     "Duration of the task's span, observed once at its first seal.",
	MetricTaskmeterCalls:            "Model calls.",
	MetricTaskmeterToolCalls:        "Executions of tools that have a cost, which is in taskmeter.cost.",
	MetricTaskmeterRetries:          "Attempts after the first.",
	MetricTaskmeterRetryCost:        "Known price of attempts and calls whose result was not used.",
	MetricTaskmeterTokens:           "Tokens; token_type is input, output, cache_read, cache_write or reasoning, the last three being parts of the first two.",
	MetricTaskmeterCacheSaving:      "Net saving by the cache; may fall.",
	MetricTaskmeterUnpricedCalls:    "Calls without a full price, and tool calls whose own cost is no number: a silent hole is an alert.",
	MetricTaskmeterUnattributedCost: "Cost of calls and priced tools that belong to no task.",
}

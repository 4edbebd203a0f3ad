// Generated from spec/attributes.yaml by `npm run gen`; do not edit.

/** What was asked of the model: chat, text_completion, generate_content, embeddings, rerank; of a tool, execute_tool. */
export const ATTR_GEN_AI_OPERATION_NAME = 'gen_ai.operation.name';
/** Who serves the model, told from the host called: openai, azure.ai.openai, anthropic, groq. */
export const ATTR_GEN_AI_PROVIDER_NAME = 'gen_ai.provider.name';
/** The model asked for, verbatim. */
export const ATTR_GEN_AI_REQUEST_MODEL = 'gen_ai.request.model';
/** True for a streamed call; absent otherwise. */
export const ATTR_GEN_AI_REQUEST_STREAM = 'gen_ai.request.stream';
/** Upper limit of the output asked for. In {token}. */
export const ATTR_GEN_AI_REQUEST_MAX_TOKENS = 'gen_ai.request.max_tokens';
/** Sampling temperature asked for. */
export const ATTR_GEN_AI_REQUEST_TEMPERATURE = 'gen_ai.request.temperature';
/** Nucleus sampling asked for. */
export const ATTR_GEN_AI_REQUEST_TOP_P = 'gen_ai.request.top_p';
/** Top-k sampling asked for. */
export const ATTR_GEN_AI_REQUEST_TOP_K = 'gen_ai.request.top_k';
/** Frequency penalty asked for. */
export const ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY = 'gen_ai.request.frequency_penalty';
/** Presence penalty asked for. */
export const ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY = 'gen_ai.request.presence_penalty';
/** Seed asked for. */
export const ATTR_GEN_AI_REQUEST_SEED = 'gen_ai.request.seed';
/** Number of choices asked for; absent when it is one. */
export const ATTR_GEN_AI_REQUEST_CHOICE_COUNT = 'gen_ai.request.choice.count';
/** Stop sequences asked for; only with content capture on, since they are the user's text. */
export const ATTR_GEN_AI_REQUEST_STOP_SEQUENCES = 'gen_ai.request.stop_sequences';
/** Reasoning effort exactly as sent. */
export const ATTR_GEN_AI_REQUEST_REASONING_LEVEL = 'gen_ai.request.reasoning.level';
/** The response this call continues. */
export const ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID = 'gen_ai.request.previous_response.id';
/** Encodings asked for, of an embeddings call. */
export const ATTR_GEN_AI_REQUEST_ENCODING_FORMATS = 'gen_ai.request.encoding_formats';
/** Dimensions asked for, of an embeddings call. */
export const ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT = 'gen_ai.embeddings.dimension.count';
/** text, json, image or speech, when asked for. */
export const ATTR_GEN_AI_OUTPUT_TYPE = 'gen_ai.output.type';
/** The provider's conversation or thread, when the request names one. */
export const ATTR_GEN_AI_CONVERSATION_ID = 'gen_ai.conversation.id';
/** chat_completions or responses, where OpenAI has both. */
export const ATTR_OPENAI_API_TYPE = 'openai.api.type';
/** Tier asked for, unless auto. */
export const ATTR_OPENAI_REQUEST_SERVICE_TIER = 'openai.request.service_tier';
/** Tier asked for. */
export const ATTR_ANTHROPIC_REQUEST_SERVICE_TIER = 'anthropic.request.service_tier';
/** Host called. */
export const ATTR_SERVER_ADDRESS = 'server.address';
/** Port called, with server.address. */
export const ATTR_SERVER_PORT = 'server.port';
/** The provider's id of the response. */
export const ATTR_GEN_AI_RESPONSE_ID = 'gen_ai.response.id';
/** The model that answered, verbatim. It decides the price. */
export const ATTR_GEN_AI_RESPONSE_MODEL = 'gen_ai.response.model';
/** One for each choice, in the provider's words. */
export const ATTR_GEN_AI_RESPONSE_FINISH_REASONS = 'gen_ai.response.finish_reasons';
/** From the start of the call to the first chunk; streams only. In s. */
export const ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK = 'gen_ai.response.time_to_first_chunk';
/** Tier that served the call. It decides the price. */
export const ATTR_OPENAI_RESPONSE_SERVICE_TIER = 'openai.response.service_tier';
/** The backend configuration that answered. */
export const ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT = 'openai.response.system_fingerprint';
/** Tier that served the call. It decides the price. */
export const ATTR_ANTHROPIC_RESPONSE_SERVICE_TIER = 'anthropic.response.service_tier';
/** Class of the failure: the HTTP status, or the error's name or code. Never a message. */
export const ATTR_ERROR_TYPE = 'error.type';
/** Status of the last attempt of a call that failed; status of a failed attempt. */
export const ATTR_HTTP_RESPONSE_STATUS_CODE = 'http.response.status_code';
/** Attempts after the first; absent when there was none. */
export const ATTR_HTTP_REQUEST_RESEND_COUNT = 'http.request.resend_count';
/** How a stream came to its end: done, break, abort, error, unread. */
export const ATTR_TASKMETER_STREAM_ENDING = 'taskmeter.stream.ending';
/** The tool, as the model knows it. By it a price file prices the call. */
export const ATTR_GEN_AI_TOOL_NAME = 'gen_ai.tool.name';
/** The model's id of the tool call. */
export const ATTR_GEN_AI_TOOL_CALL_ID = 'gen_ai.tool.call.id';
/** All input, cache reads and writes included. In {token}. */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS = 'gen_ai.usage.input_tokens';
/** All output, reasoning included. In {token}. */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS = 'gen_ai.usage.output_tokens';
/** Input read from the provider's cache. Part of the input. In {token}. */
export const ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.cache_read.input_tokens';
/** Input written to the provider's cache. Part of the input. In {token}. */
export const ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS = 'gen_ai.usage.cache_write.input_tokens';
/** The same number under its former name, which back ends still read. In {token}. */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS = 'gen_ai.usage.cache_creation.input_tokens';
/** Output spent on reasoning. Part of the output. In {token}. */
export const ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS = 'gen_ai.usage.reasoning.output_tokens';
/** Audio part of the input. In {token}. */
export const ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS = 'gen_ai.usage.audio.input_tokens';
/** Image part of the input. In {token}. */
export const ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS = 'gen_ai.usage.image.input_tokens';
/** Audio part of the cache reads. In {token}. */
export const ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.audio.cache_read.input_tokens';
/** Audio part of the output. In {token}. */
export const ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS = 'gen_ai.usage.audio.output_tokens';
/** Image part of the output. In {token}. */
export const ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS = 'gen_ai.usage.image.output_tokens';
/** Video part of the input. In {token}. */
export const ATTR_GEN_AI_USAGE_VIDEO_INPUT_TOKENS = 'gen_ai.usage.video.input_tokens';
/** Image part of the cache reads. In {token}. */
export const ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.image.cache_read.input_tokens';
/** Video part of the cache reads. In {token}. */
export const ATTR_GEN_AI_USAGE_VIDEO_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.video.cache_read.input_tokens';
/** Video part of the output. In {token}. */
export const ATTR_GEN_AI_USAGE_VIDEO_OUTPUT_TOKENS = 'gen_ai.usage.video.output_tokens';
/** Cache writes that live 5 minutes. Part of the cache writes. In {token}. */
export const ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_5M_INPUT_TOKENS = 'anthropic.usage.cache_creation.ephemeral_5m_input_tokens';
/** Cache writes that live 1 hour. Part of the cache writes. In {token}. */
export const ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_1H_INPUT_TOKENS = 'anthropic.usage.cache_creation.ephemeral_1h_input_tokens';
/** Billable things that are not tokens, as unit=quantity: web_search=3. */
export const ATTR_TASKMETER_USAGE_TOOLS = 'taskmeter.usage.tools';
/** Speed that served the call, where it is a price: fast. */
export const ATTR_TASKMETER_REQUEST_SPEED = 'taskmeter.request.speed';
/** Data residency or region of the call, where it is a price: us, eu. */
export const ATTR_TASKMETER_REQUEST_REGION = 'taskmeter.request.region';
/** Calls of the application's tools in the final output, all choices. In {call}. */
export const ATTR_TASKMETER_TOOL_CALLS = 'taskmeter.tool_calls';
/** Tools the provider ran itself; only when there were any. In {call}. */
export const ATTR_TASKMETER_SERVER_TOOL_CALLS = 'taskmeter.server_tool_calls';
/** Attempts after the first, 0 when there was none. In {attempt}. */
export const ATTR_TASKMETER_RETRY_COUNT = 'taskmeter.retry.count';
/** One for each failed attempt that was repeated: the status or the class of the failure. */
export const ATTR_TASKMETER_RETRY_REASONS = 'taskmeter.retry.reasons';
/** Time between attempts, summed. In ms. */
export const ATTR_TASKMETER_RETRY_WAIT_MS = 'taskmeter.retry.wait_ms';
/** Requests for further parts of the same answer, which are no retries; absent when there was none. */
export const ATTR_TASKMETER_CONTINUATIONS = 'taskmeter.continuations';
/** Whether any input was read from the cache; absent where the API has no such count. */
export const ATTR_TASKMETER_CACHE_HIT = 'taskmeter.cache.hit';
/** What the cache saved on this call, less what writing it cost, as an exact decimal. May be negative; absent without cache counts or a price. In USD. */
export const ATTR_TASKMETER_CACHE_SAVING_EXACT = 'taskmeter.cache.saving_exact';
/** Which attempt failed, from 1. */
export const ATTR_TASKMETER_ATTEMPT_NUMBER = 'taskmeter.attempt.number';
/** Time until the next attempt began; absent on the last one. In ms. */
export const ATTR_TASKMETER_ATTEMPT_WAIT_MS = 'taskmeter.attempt.wait_ms';
/** not_billed for a refused connection or a status ≥ 400, unknown_usage for a request that was sent and then lost. */
export const ATTR_TASKMETER_ATTEMPT_PRICE_STATUS = 'taskmeter.attempt.price_status';
/** Cost of the call at the catalogue's prices. An estimate, not an invoice. Of a tool, its own or its row's; absent where it has none. In USD. */
export const ATTR_TASKMETER_COST_USD = 'taskmeter.cost.usd';
/** The same as an exact decimal. In USD. */
export const ATTR_TASKMETER_COST_EXACT = 'taskmeter.cost.exact';
/** Uncached input. In USD. */
export const ATTR_TASKMETER_COST_INPUT_USD = 'taskmeter.cost.input_usd';
/** Output, reasoning included. In USD. */
export const ATTR_TASKMETER_COST_OUTPUT_USD = 'taskmeter.cost.output_usd';
/** Input read from the cache. In USD. */
export const ATTR_TASKMETER_COST_CACHE_READ_USD = 'taskmeter.cost.cache_read_usd';
/** Input written to the cache. In USD. */
export const ATTR_TASKMETER_COST_CACHE_WRITE_USD = 'taskmeter.cost.cache_write_usd';
/** Reasoning; lies within the output and is not added to it. In USD. */
export const ATTR_TASKMETER_COST_REASONING_USD = 'taskmeter.cost.reasoning_usd';
/** Server-side tools. Tools of the application have spans of their own. In USD. */
export const ATTR_TASKMETER_COST_TOOLS_USD = 'taskmeter.cost.tools_usd';
/** priced, modelled, reported, partial, unknown_model, unknown_usage, invalid_usage or not_billed. */
export const ATTR_TASKMETER_PRICE_STATUS = 'taskmeter.price.status';
/** The row that priced the call: provider/model@from, and *factor for each discount; tool/name@from for a tool. */
export const ATTR_TASKMETER_PRICE_ID = 'taskmeter.price.id';
/** Version of the catalogue that priced the call. */
export const ATTR_TASKMETER_PRICE_CATALOGUE = 'taskmeter.price.catalogue';
/** What had to be assumed: cache_write_5m for a cache write whose lifetime was not reported. */
export const ATTR_TASKMETER_PRICE_ASSUMED = 'taskmeter.price.assumed';
/** Units the row has no price for; with status partial. */
export const ATTR_TASKMETER_PRICE_UNPRICED_UNITS = 'taskmeter.price.unpriced_units';
/** taskmeter.cost.usd under the name several back ends read. In USD. */
export const ATTR_GEN_AI_USAGE_COST = 'gen_ai.usage.cost';
/** Proposed convention; only with TASKMETER_EMIT_PROPOSED_COST. In USD. */
export const ATTR_GEN_AI_USAGE_COST_AMOUNT = 'gen_ai.usage.cost.amount';
/** USD; with gen_ai.usage.cost.amount. */
export const ATTR_GEN_AI_USAGE_COST_CURRENCY = 'gen_ai.usage.cost.currency';
/** provider or local; with gen_ai.usage.cost.amount. */
export const ATTR_GEN_AI_USAGE_COST_SOURCE = 'gen_ai.usage.cost.source';
/** The task a span belongs to. */
export const ATTR_TASKMETER_TASK_ID = 'taskmeter.task.id';
/** The kind of task; low cardinality. */
export const ATTR_TASKMETER_TASK_TYPE = 'taskmeter.task.type';
/** The task this one is part of; absent on a task of its own. */
export const ATTR_TASKMETER_TASK_PARENT_ID = 'taskmeter.task.parent.id';
/** success, failure, error, timeout, cancellation, escalation, pending or unknown. */
export const ATTR_TASKMETER_TASK_OUTCOME = 'taskmeter.task.outcome';
/** Models that answered, sorted. */
export const ATTR_TASKMETER_TASK_MODELS = 'taskmeter.task.models';
/** Model calls. In {call}. */
export const ATTR_TASKMETER_TASK_CALLS = 'taskmeter.task.calls';
/** HTTP requests of those calls. In {attempt}. */
export const ATTR_TASKMETER_TASK_ATTEMPTS = 'taskmeter.task.attempts';
/** Attempts after the first of each call. In {attempt}. */
export const ATTR_TASKMETER_TASK_RETRIES = 'taskmeter.task.retries';
/** Calls of the application's tools in the final outputs, as models asked for them. In {call}. */
export const ATTR_TASKMETER_TASK_TOOL_CALLS = 'taskmeter.task.tool_calls';
/** Input of all calls, cache included. In {token}. */
export const ATTR_TASKMETER_TASK_INPUT_TOKENS = 'taskmeter.task.input_tokens';
/** Output of all calls, reasoning included. In {token}. */
export const ATTR_TASKMETER_TASK_OUTPUT_TOKENS = 'taskmeter.task.output_tokens';
/** Part of the input. In {token}. */
export const ATTR_TASKMETER_TASK_CACHE_READ_TOKENS = 'taskmeter.task.cache_read_tokens';
/** Part of the input. In {token}. */
export const ATTR_TASKMETER_TASK_CACHE_WRITE_TOKENS = 'taskmeter.task.cache_write_tokens';
/** Part of the output. In {token}. */
export const ATTR_TASKMETER_TASK_REASONING_TOKENS = 'taskmeter.task.reasoning_tokens';
/** False when a call reported no usage. */
export const ATTR_TASKMETER_TASK_TOKENS_COMPLETE = 'taskmeter.task.tokens_complete';
/** Sum of the costs of the task's calls and priced tools. With unpriced calls, a lower bound. In USD. */
export const ATTR_TASKMETER_TASK_COST_USD = 'taskmeter.task.cost_usd';
/** The same as an exact decimal. In USD. */
export const ATTR_TASKMETER_TASK_COST_EXACT = 'taskmeter.task.cost_exact';
/** The same in millionths, rounded half to even: tail sampling reads no doubles. In uUSD. */
export const ATTR_TASKMETER_TASK_COST_MICRO_USD = 'taskmeter.task.cost_micro_usd';
/** For searches by equality: usd_0, usd_lt_0.001, usd_0.001_0.01, usd_0.01_0.1, usd_0.1_1, usd_1_10, usd_ge_10, unknown. */
export const ATTR_TASKMETER_TASK_COST_BUCKET = 'taskmeter.task.cost_bucket';
/** The part of the cost that priced tools of the application made; absent without any. In USD. */
export const ATTR_TASKMETER_TASK_TOOL_COST_USD = 'taskmeter.task.tool_cost_usd';
/** The same as an exact decimal. In USD. */
export const ATTR_TASKMETER_TASK_TOOL_COST_EXACT = 'taskmeter.task.tool_cost_exact';
/** Executions of tools that have a cost; absent without any. Not to be compared with tool_calls, which models asked for. In {call}. */
export const ATTR_TASKMETER_TASK_PRICED_TOOL_CALLS = 'taskmeter.task.priced_tool_calls';
/** Known price of attempts and calls whose result was not used. In USD. */
export const ATTR_TASKMETER_TASK_RETRY_COST = 'taskmeter.task.retry_cost';
/** Attempts that may be billed and whose usage nobody reported. In {attempt}. */
export const ATTR_TASKMETER_TASK_UNKNOWN_ATTEMPTS = 'taskmeter.task.unknown_attempts';
/** Cache reads ÷ input, over the calls that report cache reads; absent when none does. In 1. */
export const ATTR_TASKMETER_TASK_CACHE_HIT_RATIO = 'taskmeter.task.cache_hit_ratio';
/** What the cache saved, less what writing it cost. May be negative. In USD. */
export const ATTR_TASKMETER_TASK_CACHE_SAVING = 'taskmeter.task.cache_saving';
/** Calls without a price, or with a part without one, and tool calls whose own cost is no number. In {call}. */
export const ATTR_TASKMETER_TASK_UNPRICED_CALLS = 'taskmeter.task.unpriced_calls';
/** priced, partial (some calls have no price) or unpriced (nothing has). */
export const ATTR_TASKMETER_TASK_PRICE_STATUS = 'taskmeter.task.price_status';
/** Union of the intervals in which a call was under way. In ms. */
export const ATTR_TASKMETER_TASK_LLM_TIME_MS = 'taskmeter.task.llm_time_ms';
/** Input of the last chat call ÷ input of the first; absent with fewer than two. In 1. */
export const ATTR_TASKMETER_TASK_CONTEXT_GROWTH = 'taskmeter.task.context_growth';
/** true or false, for searches by equality; absent without a budget. */
export const ATTR_TASKMETER_TASK_OVER_BUDGET = 'taskmeter.task.over_budget';
/** Who totalled: process, collector, or process_total (spans missing, the process's sum used). */
export const ATTR_TASKMETER_ROLLUP_SOURCE = 'taskmeter.rollup.source';
/** False when the total was taken before the task had settled. */
export const ATTR_TASKMETER_ROLLUP_COMPLETE = 'taskmeter.rollup.complete';
/** Why it was taken then: end, open_calls, quiet_period, max_linger, idle_timeout, span_limit, evicted, shutdown, late. */
export const ATTR_TASKMETER_ROLLUP_REASON = 'taskmeter.rollup.reason';
/** Number of this total, from 1; the newest is the truth. */
export const ATTR_TASKMETER_ROLLUP_REVISION = 'taskmeter.rollup.revision';
/** service.instance.id of the process that totalled; of the collector with @ and when it began, since it totals anew from then. */
export const ATTR_TASKMETER_ROLLUP_INSTANCE = 'taskmeter.rollup.instance';
/** False on spans of a trace the application's sampler dropped; absent otherwise. */
export const ATTR_TASKMETER_SAMPLED = 'taskmeter.sampled';
/** Cost booked at seal, by the innermost task type; what belongs to no task has an empty one. Calls have provider and model, priced tools have tool: together they are all the money. */
export const METRIC_TASKMETER_COST = 'taskmeter.cost';
/** Tasks that entered an outcome. */
export const METRIC_TASKMETER_TASKS = 'taskmeter.tasks';
/** Tasks whose outcome was corrected, by the outcome they left: entered less left is what holds now. */
export const METRIC_TASKMETER_TASKS_LEFT = 'taskmeter.tasks.left';
/** Inclusive cost of a task, observed once at its first seal. For the shape: money is read from the counter. */
export const METRIC_TASKMETER_TASK_COST = 'taskmeter.task.cost';
/** Duration of the task's span, observed once at its first seal. */
export const METRIC_TASKMETER_TASK_DURATION = 'taskmeter.task.duration';
/** Model calls. */
export const METRIC_TASKMETER_CALLS = 'taskmeter.calls';
/** Executions of tools that have a cost, which is in taskmeter.cost. */
export const METRIC_TASKMETER_TOOL_CALLS = 'taskmeter.tool.calls';
/** Attempts after the first. */
export const METRIC_TASKMETER_RETRIES = 'taskmeter.retries';
/** Known price of attempts and calls whose result was not used. */
export const METRIC_TASKMETER_RETRY_COST = 'taskmeter.retry.cost';
/** Tokens; token_type is input, output, cache_read, cache_write or reasoning, the last three being parts of the first two. */
export const METRIC_TASKMETER_TOKENS = 'taskmeter.tokens';
/** Net saving by the cache; may fall. */
export const METRIC_TASKMETER_CACHE_SAVING = 'taskmeter.cache.saving';
/** Calls without a full price, and tool calls whose own cost is no number: a silent hole is an alert. */
export const METRIC_TASKMETER_UNPRICED_CALLS = 'taskmeter.unpriced.calls';
/** Cost of calls and priced tools that belong to no task. */
export const METRIC_TASKMETER_UNATTRIBUTED_COST = 'taskmeter.unattributed.cost';
/** Model calls that ended in this process. task_type is that of the named task around the call, else empty. */
export const METRIC_TASKMETER_PROCESS_CALLS = 'taskmeter.process.calls';
/** HTTP requests that those calls made, retries included. */
export const METRIC_TASKMETER_PROCESS_ATTEMPTS = 'taskmeter.process.attempts';
/** Known cost of those calls, and by tool of priced tools, for people: the SDK adds up differences of doubles, so the last digits are not exact. */
export const METRIC_TASKMETER_PROCESS_COST = 'taskmeter.process.cost';
/** The same in 10⁻¹² USD, an integer: exact up to 9,007 USD a series, where doubles end. */
export const METRIC_TASKMETER_PROCESS_COST_PICO_USD = 'taskmeter.process.cost.pico_usd';
/** Tokens of those calls; token_type as in taskmeter.tokens. */
export const METRIC_TASKMETER_PROCESS_TOKENS = 'taskmeter.process.tokens';
/** Those of the calls that have no full price, and tool calls whose own cost is no number. */
export const METRIC_TASKMETER_PROCESS_UNPRICED_CALLS = 'taskmeter.process.unpriced.calls';
/** Those of the calls whose price rests on an assumption, and on which: cache_write_5m. */
export const METRIC_TASKMETER_PROCESS_ASSUMED_CALLS = 'taskmeter.process.assumed.calls';
/** Time since the date of the newest prices in the catalogue that the process carries, where it has priced anything. */
export const METRIC_TASKMETER_PROCESS_CATALOGUE_AGE = 'taskmeter.process.catalogue.age';
/** Executions of tools that have a cost, which ended in this process. */
export const METRIC_TASKMETER_PROCESS_TOOL_CALLS = 'taskmeter.process.tool.calls';
/** Those of the calls that began outside every task and request. */
export const METRIC_TASKMETER_PROCESS_UNATTRIBUTED_CALLS = 'taskmeter.process.unattributed.calls';
/** Tasks that ended in this process, by the outcome that was known then. */
export const METRIC_TASKMETER_PROCESS_TASKS = 'taskmeter.process.tasks';
/** Spans that ended and were to be exported, the application's own included, where taskmeter has set up the exporters. */
export const METRIC_TASKMETER_PROCESS_SPANS = 'taskmeter.process.spans';
/** Those of them that an exporter has delivered. */
export const METRIC_TASKMETER_PROCESS_SPANS_EXPORTED = 'taskmeter.process.spans.exported';
/** Those of them that were given up: queue_full (more ended than could wait while nothing was delivered) or process_end (the last attempt failed). */
export const METRIC_TASKMETER_PROCESS_SPANS_LOST = 'taskmeter.process.spans.lost';
/** Calls and priced tool calls whose spans were given up. */
export const METRIC_TASKMETER_PROCESS_LOST_CALLS = 'taskmeter.process.lost.calls';
/** Their known cost, for people. */
export const METRIC_TASKMETER_PROCESS_LOST_COST = 'taskmeter.process.lost.cost';
/** The same in 10⁻¹² USD, an integer. */
export const METRIC_TASKMETER_PROCESS_LOST_COST_PICO_USD = 'taskmeter.process.lost.cost.pico_usd';
/** Requests to a model, at the host of a known provider, that no observed call made: they have no span, no price and no task. */
export const METRIC_TASKMETER_UNOBSERVED_REQUESTS = 'taskmeter.unobserved.requests';
/** Duration of a call, retries included. */
export const METRIC_GEN_AI_CLIENT_OPERATION_DURATION = 'gen_ai.client.operation.duration';
/** Tokens of a call; gen_ai.token.type is input or output. */
export const METRIC_GEN_AI_CLIENT_TOKEN_USAGE = 'gen_ai.client.token.usage';
/** From the start of a streamed call to its first chunk. */
export const METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK = 'gen_ai.client.operation.time_to_first_chunk';

/** What each metric of the process counts, and in what, for its description. */
export const METRICS: Readonly<Record<string, { readonly unit: string; readonly description: string }>> = {
  'taskmeter.process.calls': {"unit":"{call}","description":"Model calls that ended in this process. task_type is that of the named task around the call, else empty."},
  'taskmeter.process.attempts': {"unit":"{attempt}","description":"HTTP requests that those calls made, retries included."},
  'taskmeter.process.cost': {"unit":"USD","description":"Known cost of those calls, and by tool of priced tools, for people: the SDK adds up differences of doubles, so the last digits are not exact."},
  'taskmeter.process.cost.pico_usd': {"unit":"{pico_usd}","description":"The same in 10⁻¹² USD, an integer: exact up to 9,007 USD a series, where doubles end."},
  'taskmeter.process.tokens': {"unit":"{token}","description":"Tokens of those calls; token_type as in taskmeter.tokens."},
  'taskmeter.process.unpriced.calls': {"unit":"{call}","description":"Those of the calls that have no full price, and tool calls whose own cost is no number."},
  'taskmeter.process.assumed.calls': {"unit":"{call}","description":"Those of the calls whose price rests on an assumption, and on which: cache_write_5m."},
  'taskmeter.process.catalogue.age': {"unit":"s","description":"Time since the date of the newest prices in the catalogue that the process carries, where it has priced anything."},
  'taskmeter.process.tool.calls': {"unit":"{call}","description":"Executions of tools that have a cost, which ended in this process."},
  'taskmeter.process.unattributed.calls': {"unit":"{call}","description":"Those of the calls that began outside every task and request."},
  'taskmeter.process.tasks': {"unit":"{task}","description":"Tasks that ended in this process, by the outcome that was known then."},
  'taskmeter.process.spans': {"unit":"{span}","description":"Spans that ended and were to be exported, the application's own included, where taskmeter has set up the exporters."},
  'taskmeter.process.spans.exported': {"unit":"{span}","description":"Those of them that an exporter has delivered."},
  'taskmeter.process.spans.lost': {"unit":"{span}","description":"Those of them that were given up: queue_full (more ended than could wait while nothing was delivered) or process_end (the last attempt failed)."},
  'taskmeter.process.lost.calls': {"unit":"{call}","description":"Calls and priced tool calls whose spans were given up."},
  'taskmeter.process.lost.cost': {"unit":"USD","description":"Their known cost, for people."},
  'taskmeter.process.lost.cost.pico_usd': {"unit":"{pico_usd}","description":"The same in 10⁻¹² USD, an integer."},
  'taskmeter.unobserved.requests': {"unit":"{request}","description":"Requests to a model, at the host of a known provider, that no observed call made: they have no span, no price and no task."},
  'gen_ai.client.operation.duration': {"unit":"s","description":"Duration of a call, retries included."},
  'gen_ai.client.token.usage': {"unit":"{token}","description":"Tokens of a call; gen_ai.token.type is input or output."},
  'gen_ai.client.operation.time_to_first_chunk': {"unit":"s","description":"From the start of a streamed call to its first chunk."},
};

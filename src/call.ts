/**
 * The vocabulary every other module speaks: one logical request to a model, the physical attempts it took, and what the
 * provider said it consumed. Plain readonly data; imports nothing.
 *
 * Absent is not zero: `undefined` means the provider did not say, `0` means it said none.
 */

/** What was asked of the model. Values of `gen_ai.operation.name`. */
export type Operation = 'chat' | 'text_completion' | 'generate_content' | 'embeddings' | 'rerank';

/** What is known before the first byte leaves. Read from the arguments of the user's call and from its client. */
export interface CallRequest {
  readonly operation: Operation;
  /** Value of `gen_ai.provider.name`, told from the host the client points at: `openai`, `azure.ai.openai`, `groq`. */
  readonly provider: string;
  /** Verbatim; absent when the request names none (an Azure deployment is named in the path). */
  readonly model?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly serverAddress?: string | undefined;
  /** TCP port; absent when it is the scheme's default. */
  readonly serverPort?: number | undefined;
  /** As asked for: `auto`, `flex`, `priority`, `standard_only`. The response's tier, when there is one, is what is billed. */
  readonly serviceTier?: string | undefined;
  /** Anthropic's `speed`: `standard` or `fast`. */
  readonly speed?: string | undefined;
  /** Data residency asked for, in the provider's words: `us`, `eu`. */
  readonly region?: string | undefined;
  readonly maxTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly seed?: number | undefined;
  /** Number of choices asked for; absent when it is one. */
  readonly choiceCount?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  /** Reasoning effort exactly as sent: `low`, `high`. */
  readonly reasoningLevel?: string | undefined;
  readonly outputType?: 'text' | 'json' | 'image' | 'speech' | undefined;
  readonly conversationId?: string | undefined;
  readonly previousResponseId?: string | undefined;
  readonly embeddingDimensions?: number | undefined;
  readonly encodingFormats?: readonly string[] | undefined;
  /** `chat_completions` or `responses`, where OpenAI has both. */
  readonly openaiApi?: 'chat_completions' | 'responses' | undefined;
}

/**
 * Consumption in whole units ≥ 0, normalised to one meaning for all providers: `inputTokens` includes cache reads and
 * writes and every modality, `outputTokens` includes reasoning; the rest are parts of those two.
 */
export interface Usage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Part of `inputTokens`. Absent where the API has no such count; `0` when it said none. */
  readonly cacheReadTokens?: number | undefined;
  /** Part of `inputTokens`: all cache writes, whatever their lifetime. */
  readonly cacheWriteTokens?: number | undefined;
  /** Part of `cacheWriteTokens` with a lifetime of 5 minutes. */
  readonly cacheWrite5mTokens?: number | undefined;
  /** Part of `cacheWriteTokens` with a lifetime of 1 hour. */
  readonly cacheWrite1hTokens?: number | undefined;
  /** Part of `outputTokens`. */
  readonly reasoningTokens?: number | undefined;
  /** Part of `inputTokens`. */
  readonly inputAudioTokens?: number | undefined;
  /** Part of `inputTokens`. */
  readonly inputImageTokens?: number | undefined;
  /** Part of `inputTokens`. */
  readonly inputVideoTokens?: number | undefined;
  /** Part of `cacheReadTokens` and of `inputAudioTokens`. */
  readonly cacheReadAudioTokens?: number | undefined;
  /** Part of `cacheReadTokens` and of `inputImageTokens`. */
  readonly cacheReadImageTokens?: number | undefined;
  /** Part of `cacheReadTokens` and of `inputVideoTokens`. */
  readonly cacheReadVideoTokens?: number | undefined;
  /** Part of `outputTokens`. */
  readonly outputAudioTokens?: number | undefined;
  /** Part of `outputTokens`. */
  readonly outputImageTokens?: number | undefined;
  /** Part of `outputTokens`. */
  readonly outputVideoTokens?: number | undefined;
  /** Billable things that are not tokens, by the catalogue's unit name: `{ web_search: 3 }`. */
  readonly tools?: Readonly<Record<string, number>> | undefined;
  /** The provider's own price of this call in USD as an exact decimal string. It wins over the catalogue. */
  readonly reportedUsd?: string | undefined;
}

/** What the model's side said. Every field is absent until, and unless, the response carries it. */
export interface CallResponse {
  readonly id?: string | undefined;
  /** Verbatim; wins over the request's model for pricing. */
  readonly model?: string | undefined;
  /** One for each choice, in the provider's own words. */
  readonly finishReasons?: readonly string[] | undefined;
  readonly usage?: Usage | undefined;
  /** Calls of the user's tools in the final output, all choices. */
  readonly toolCalls?: number | undefined;
  /** Tools the provider ran itself: web search, code execution, MCP. */
  readonly serverToolCalls?: number | undefined;
  readonly serviceTier?: string | undefined;
  readonly speed?: string | undefined;
  readonly region?: string | undefined;
  readonly systemFingerprint?: string | undefined;
}

/** Why a call or an attempt failed: a low-cardinality class, never a message. */
export interface CallError {
  /** HTTP status as a string (`429`), or the error's class name or code (`APIConnectionTimeoutError`, `ECONNRESET`). */
  readonly type: string;
  /** HTTP status of the response that failed, when there was one. */
  readonly status?: number | undefined;
  /** The provider's own word for it, when it is one of those that decide the bill: `content_filter`. */
  readonly code?: 'content_filter' | undefined;
}

/** One physical HTTP request of a call. Times are epoch milliseconds with a fraction. */
export interface Attempt {
  readonly startedAt: number;
  /** When the response's headers, or the failure, came. Absent while it is under way. */
  readonly endedAt?: number | undefined;
  /** HTTP status; absent when no response came. */
  readonly status?: number | undefined;
  /** Class of the failure when no response came: `AbortError`, `ECONNRESET`. */
  readonly errorType?: string | undefined;
  /** True when nothing can have reached the provider: refused or unresolved. */
  readonly neverSent?: boolean | undefined;
  /** It asked for the next part of an answer, not for the same again: no retry. */
  readonly continues?: boolean | undefined;
  /** What the provider asked for, from its `retry-after` headers, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** How a call came to its end. */
export type CallEnding =
  /** It was received to where it ended; a stream that the provider ended too early has no finish reason. */
  | 'done'
  /** The consumer stopped reading a stream before its end. */
  | 'break'
  /** The user's signal, or the stream's controller, cut it off. */
  | 'abort'
  /** It failed: see `error`. */
  | 'error'
  /** The response or stream was handed out and never read to an end: collected, or idle too long. */
  | 'unread';

/** One logical request to a model as the user wrote it, retries included. */
export interface LlmCall {
  readonly request: CallRequest;
  readonly response: CallResponse;
  /** Empty when it failed before the first request. */
  readonly attempts: readonly Attempt[];
  readonly ending: CallEnding;
  readonly error?: CallError | undefined;
  /** Epoch milliseconds with a fraction. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** When the first chunk of a stream reached the consumer; absent for calls that do not stream. */
  readonly firstChunkAt?: number | undefined;
}

/** Where calls are reported to. The recorder implements it; `patch/` knows nothing else of spans, prices and tasks. */
export interface CallObserver {
  /** Opens a call, in the caller's context. */
  begin(request: CallRequest, startedAt: number): OpenCall;
  /** Runs a call that its library traces by itself, whose span is adopted, so that no third party learns of the task. */
  aside<T>(fn: () => T): T;
}

/** A call under way. Every method is safe to call at any time and from any context. */
export interface OpenCall {
  /** Runs `fn` with the call as the current one; its value and its throw pass through untouched. */
  run<T>(fn: () => T): T;
  /** Ends the call. Only the first end counts. */
  end(call: LlmCall): void;
}

/** An attempt that a later attempt of the same call repeated, or whose failure ended the call. */
export function isFailed(attempt: Attempt): boolean {
  return attempt.status === undefined ? attempt.endedAt !== undefined : attempt.status >= 400;
}

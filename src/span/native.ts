/** The client libraries that make spans of their own calls, and what their spans say otherwise than the conventions do. */
import { type Attributes, SpanStatusCode } from '@opentelemetry/api';
import type { Operation } from '../call.ts';
import { texts } from '../narrow.ts';
import { ATTR_GEN_AI_OPERATION_NAME, ATTR_GEN_AI_RESPONSE_FINISH_REASONS } from './attributes.gen.ts';
import type { EndedSpan } from './sdk.ts';

export interface NativeLibrary {
  /** Value of `gen_ai.provider.name` where a span names none. */
  readonly provider: string;
  /** Whether a span is one of the library's that stands for a request to a model: from its start on, and after. */
  isCall(span: EndedSpan): boolean;
  /** Whether a span that has ended says that its request failed. */
  isFailed(span: EndedSpan): boolean;
  finishReasons(attributes: Attributes): readonly string[] | undefined;
}

/** One span a call. Its scope has an end of its own in the packages for other platforms. Source: sdk 1.12.0, internal/tracing. */
const anthropic: NativeLibrary = {
  provider: 'anthropic',
  isCall: ({ instrumentationScope: { name: scope }, attributes }) =>
    `${scope}.`.startsWith('com.anthropic.sdk.typescript.') && attributes[ATTR_GEN_AI_OPERATION_NAME] === 'chat',
  isFailed: ({ status }) => status.code === SpanStatusCode.ERROR,
  finishReasons: (attributes) => texts(attributes['anthropic.message.stop_reason']),
};

/**
 * One span a request, so that a repeated one is a call of its own here. A span is named after the operation of the API until it
 * is told what that is; one whose request failed has no status. Source: sdk 2.7.0, extra/observability/otel and hooks/tracing.
 */
const mistral: NativeLibrary = {
  provider: 'mistral_ai',
  isCall: ({ name, instrumentationScope, attributes }) =>
    instrumentationScope.name === 'mistralai_sdk_tracer' &&
    (mistralOperation.test(name) ||
      (attributes['http.request.method'] !== undefined && operationOf(attributes) !== undefined)),
  isFailed: ({ status }) => status.code !== SpanStatusCode.OK,
  finishReasons: (attributes) => texts(attributes[ATTR_GEN_AI_RESPONSE_FINISH_REASONS]),
};

const mistralOperation =
  /^(?:(?:chat_completion|agents_completion|fim_completion|embeddings)_v1_|stream_(?:chat|agents|fim)$|agents_api_v1_conversations_(?:start|append|restart)(?:_stream)?$)/;

const libraries = [anthropic, mistral];

/** The library that made this span of a call of its own. */
export function libraryOf(span: EndedSpan): NativeLibrary | undefined {
  return libraries.find((library) => library.isCall(span));
}

/** What a span asked of the model, whatever it calls an agent's answer. */
export function operationOf(attributes: Attributes): Operation | undefined {
  return operations.get(attributes[ATTR_GEN_AI_OPERATION_NAME]);
}

const operations: ReadonlyMap<unknown, Operation> = new Map([
  ['chat', 'chat'],
  ['invoke_agent', 'chat'],
  ['text_completion', 'text_completion'],
  ['embeddings', 'embeddings'],
]);

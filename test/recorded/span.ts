import type { ReceivedSpan } from '../support/otlp-receiver.ts';
import { dollars, type Reading } from './reading.ts';

/** What a call's span says. */
export function readingOf({ attributes, status }: ReceivedSpan): Reading {
  const word = (name: string) => attributes[name] as string | undefined;
  const count = (name: string) => attributes[name] as number | undefined;
  const isReported = word('taskmeter.price.status') === 'reported';
  return {
    provider: word('gen_ai.provider.name'),
    requestModel: word('gen_ai.request.model'),
    model: word('gen_ai.response.model'),
    inputTokens: count('gen_ai.usage.input_tokens'),
    outputTokens: count('gen_ai.usage.output_tokens'),
    cacheReadTokens: count('gen_ai.usage.cache_read.input_tokens'),
    cacheWriteTokens: count('gen_ai.usage.cache_write.input_tokens'),
    cacheWrite5mTokens: count('anthropic.usage.cache_creation.ephemeral_5m_input_tokens'),
    cacheWrite1hTokens: count('anthropic.usage.cache_creation.ephemeral_1h_input_tokens'),
    reasoningTokens: count('gen_ai.usage.reasoning.output_tokens'),
    toolCalls: count('taskmeter.tool_calls') || undefined,
    serverToolCalls: count('taskmeter.server_tool_calls'),
    finishReasons: attributes['gen_ai.response.finish_reasons'] as readonly string[] | undefined,
    status: status === 2 ? errorOf(count('http.response.status_code')) : 'ok',
    reportedUsd: isReported ? dollars(Number(word('taskmeter.cost.exact'))) : undefined,
  };
}

/** A refusal has its status; a stream that broke off had begun with 200. */
function errorOf(code: number | undefined): string {
  return code !== undefined && code >= 400 ? String(code) : 'error';
}

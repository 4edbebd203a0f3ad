import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
  ChatCompletionMessage,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { messageOf, outputTokens, toolCallOf, toolDefinitionOf, words } from './prompt.ts';
import type { Prompt, Reply } from './prompt.ts';
import type { Exchange } from './exchange.ts';

/** OpenAI's chat completions, whole and streamed. */
export function readChat(body: ChatCompletionCreateParams): Prompt {
  const tools = (body.tools ?? []).flatMap((tool) =>
    tool.type === 'function' ? toolDefinitionOf(tool.function.name) : [],
  );
  return {
    api: 'chat',
    model: body.model,
    tokens: [...tools, ...body.messages.flatMap(messageTokensOf)],
    toolResults: body.messages.filter((message) => message.role === 'tool').length,
  };
}

export function writeChat(
  body: ChatCompletionCreateParams,
  exchange: Exchange,
): ChatCompletion | ChatCompletionChunk[] {
  return body.stream === true ? chunksOf(body, exchange) : completionOf(exchange);
}

function messageTokensOf(message: ChatCompletionMessageParam): string[] {
  const calls = message.role === 'assistant' ? (message.tool_calls ?? []) : [];
  return [
    ...messageOf(message.role, typeof message.content === 'string' ? message.content : ''),
    ...calls.flatMap((call) => (call.type === 'function' ? toolCallOf(call.function.name) : [])),
  ];
}

function completionOf(exchange: Exchange): ChatCompletion {
  return {
    ...headOf(exchange),
    object: 'chat.completion',
    choices: [{ index: 0, logprobs: null, finish_reason: finishOf(exchange.reply), message: contentOf(exchange) }],
    usage: usageOf(exchange),
  };
}

/** One chunk a word, and the usage in a chunk of its own, if it was asked for: as the API does it. */
function chunksOf(body: ChatCompletionCreateParams, exchange: Exchange): ChatCompletionChunk[] {
  const asked = body.stream_options?.include_usage === true;
  const head = { ...headOf(exchange), object: 'chat.completion.chunk' as const, ...(asked ? { usage: null } : {}) };
  const choice = { index: 0, logprobs: null, finish_reason: null };
  const text = words(exchange.reply.text ?? '').map((word, index) => (index === 0 ? word : ` ${word}`));
  return [
    { ...head, choices: [{ ...choice, delta: { role: 'assistant', content: '' } }] },
    ...text.map((content) => ({ ...head, choices: [{ ...choice, delta: { content } }] })),
    { ...head, choices: [{ ...choice, delta: {}, finish_reason: finishOf(exchange.reply) }] },
    ...(asked ? [{ ...head, choices: [], usage: usageOf(exchange) }] : []),
  ];
}

function headOf({ id, at, model }: Exchange): { id: string; created: number; model: string; service_tier: 'default' } {
  return { id: `chatcmpl-${id}`, created: at, model, service_tier: 'default' };
}

function contentOf({ id, reply }: Exchange): ChatCompletionMessage {
  const message = { role: 'assistant' as const, content: reply.text ?? null, refusal: null };
  if (reply.toolCalls === undefined) return message;
  return {
    ...message,
    tool_calls: reply.toolCalls.map((call, index) => ({ id: `call_${id}_${index}`, type: 'function', function: call })),
  };
}

function finishOf(reply: Reply): 'tool_calls' | 'stop' {
  return reply.toolCalls === undefined ? 'stop' : 'tool_calls';
}

function usageOf({ prompt, reply, cacheRead }: Exchange): CompletionUsage {
  const { input, output } = reply.usage ?? { input: prompt.tokens.length, output: outputTokens(reply) };
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cacheRead, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

import type { MessageCreateParams, RawMessageStreamEvent, Usage } from '@anthropic-ai/sdk/resources/messages';
import { messageOf, outputTokens, words } from './prompt.ts';
import type { Prompt } from './prompt.ts';
import type { Exchange } from './exchange.ts';

/** Anthropic's messages, as far as the agent uses them: streamed, with a system prompt that is marked for caching. */
export function readMessages(body: MessageCreateParams): Prompt {
  const blocks = Array.isArray(body.system) ? body.system : [];
  const system = messageOf('system', blocks.map((block) => block.text).join(' '));
  const conversation = body.messages.flatMap(({ role, content }) =>
    messageOf(role, typeof content === 'string' ? content : ''),
  );
  const marked = blocks.some((block) => block.cache_control != null);
  return {
    api: 'messages',
    model: body.model,
    tokens: [...system, ...conversation],
    cacheable: marked ? system.length : 0,
    toolResults: 0,
  };
}

/** The events of the stream. Usage comes twice: with the first the output is a placeholder, the last one counts. */
export function writeMessages(exchange: Exchange): RawMessageStreamEvent[] {
  const { id, model, reply } = exchange;
  const output = outputTokens(reply);
  const usage = usageOf(exchange);
  return [
    {
      type: 'message_start',
      message: {
        id: `msg_${id}`,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        container: null,
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        diagnostics: null,
        usage,
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: null } },
    ...words(reply.text ?? '').map((word, index) => ({
      type: 'content_block_delta' as const,
      index: 0,
      delta: { type: 'text_delta' as const, text: index === 0 ? word : ` ${word}` },
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null, container: null },
      usage: { ...usage, output_tokens: output },
    },
    { type: 'message_stop' },
  ];
}

/** Anthropic's input count leaves out what went through the cache. */
function usageOf({ prompt, cacheRead, cacheWrite }: Exchange): Usage {
  return {
    input_tokens: prompt.tokens.length - cacheRead - cacheWrite,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: 0 },
    output_tokens: 1,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    inference_geo: null,
    speed: 'standard',
  };
}

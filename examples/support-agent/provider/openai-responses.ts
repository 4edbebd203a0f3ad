import type {
  Response as ModelResponse,
  ResponseCreateParams,
  ResponseInputItem,
  ResponseOutputItem,
} from 'openai/resources/responses/responses';
import { messageOf, outputTokens, toolCallOf, toolDefinitionOf } from './prompt.ts';
import type { Prompt } from './prompt.ts';
import type { Exchange } from './exchange.ts';

/** OpenAI's responses, as far as the agent uses them: whole, with function tools, the conversation in the request. */
export function readResponses(body: ResponseCreateParams): Prompt {
  const tools = (body.tools ?? []).flatMap((tool) => (tool.type === 'function' ? toolDefinitionOf(tool.name) : []));
  const items = Array.isArray(body.input) ? body.input : [];
  return {
    api: 'responses',
    model: body.model ?? '',
    tokens: [...tools, ...messageOf('system', body.instructions ?? ''), ...items.flatMap(itemTokensOf)],
    toolResults: items.filter((item) => item.type === 'function_call_output').length,
  };
}

/** The body on the wire: `output_text` is added by the client. */
export function writeResponses(body: ResponseCreateParams, exchange: Exchange): Omit<ModelResponse, 'output_text'> {
  const { id, at, model, prompt, reply, cacheRead } = exchange;
  const input = prompt.tokens.length;
  const output = outputTokens(reply);
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: at,
    status: 'completed',
    model,
    service_tier: 'default',
    access_programs: null,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    metadata: {},
    output: outputOf(exchange),
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: body.tools ?? [],
    top_p: 1,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  };
}

function itemTokensOf(item: ResponseInputItem): string[] {
  if (item.type === 'function_call') return [...messageOf('assistant', ''), ...toolCallOf(item.name)];
  if (item.type === 'function_call_output')
    return messageOf('tool', typeof item.output === 'string' ? item.output : '');
  return 'content' in item && 'role' in item && typeof item.content === 'string'
    ? messageOf(item.role, item.content)
    : [];
}

function outputOf({ id, reply }: Exchange): ResponseOutputItem[] {
  if (reply.toolCalls !== undefined) {
    return reply.toolCalls.map((call, index) => ({
      id: `fc_${id}_${index}`,
      call_id: `call_${id}_${index}`,
      type: 'function_call',
      status: 'completed',
      ...call,
    }));
  }
  const content = [{ type: 'output_text' as const, text: reply.text ?? '', annotations: [], logprobs: [] }];
  return [{ id: `msg_${id}`, type: 'message', role: 'assistant', status: 'completed', content }];
}

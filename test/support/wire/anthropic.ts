import { type Answer, type Ask, jsonWords, toolArguments, words } from './answer.ts';

const usage = {
  input_tokens: 40,
  cache_creation_input_tokens: 16,
  cache_read_input_tokens: 64,
  cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 6 },
  output_tokens: 30,
  service_tier: 'standard',
};

/** `POST /v1/messages`, beta or not */
export function message({ body, model, count }: Ask): Answer {
  const callsTool = model.includes('tool') && count === 1;
  const content = callsTool
    ? { type: 'tool_use', id: 'toolu_1', name: 'look_up', input: JSON.parse(toolArguments) as object }
    : { type: 'text', text: model.includes('json') ? jsonWords.join('') : words.join('') };
  const whole = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [content],
    stop_reason: callsTool ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage,
  };
  if (body['stream'] !== true) return { json: whole };
  const begun = { ...whole, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const deltas = callsTool
    ? [{ type: 'input_json_delta', partial_json: toolArguments }]
    : words.map((text) => ({ type: 'text_delta', text }));
  const events: { readonly type: string; readonly [key: string]: unknown }[] = [
    { type: 'message_start', message: begun },
    {
      type: 'content_block_start',
      index: 0,
      content_block: callsTool ? { ...content, input: {} } : { type: 'text', text: '' },
    },
    { type: 'ping' },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index: 0, delta })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: whole.stop_reason, stop_sequence: null },
      usage: { output_tokens: 30 },
    },
    { type: 'message_stop' },
  ];
  return {
    events: events.map((event) => ({ name: event.type, data: event })),
    error: { type: 'error', error: { type: 'overloaded_error', message: 'the llamas are overloaded' } },
  };
}

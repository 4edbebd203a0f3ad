import { fields, text } from '../../../src/narrow.ts';
import { type Answer, type Ask, jsonWords, toolArguments, words } from './answer.ts';

const usage = {
  prompt_tokens: 120,
  completion_tokens: 30,
  total_tokens: 150,
  prompt_tokens_details: { cached_tokens: 64, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 12,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};

/** `POST /v1/chat/completions` */
export function chatCompletion({ body, model, count }: Ask): Answer {
  const head = { id: 'chatcmpl-1', created: 1_790_000_000, model, service_tier: 'default', system_fingerprint: 'fp_1' };
  const callsTool = model.includes('tool') && count === 1;
  const toolCall = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: toolArguments } };
  const content = model.includes('json') ? jsonWords.join('') : words.join('');
  if (body['stream'] !== true) {
    const message = callsTool
      ? { role: 'assistant', content: null, refusal: null, tool_calls: [toolCall] }
      : { role: 'assistant', content, refusal: null };
    const finish_reason = callsTool ? 'tool_calls' : 'stop';
    return {
      json: {
        ...head,
        object: 'chat.completion',
        choices: [{ index: 0, message, logprobs: null, finish_reason }],
        usage,
      },
    };
  }
  const isAsked = fields(body['stream_options'])['include_usage'] === true;
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...(isAsked ? { usage: null } : {}),
  });
  const deltas = callsTool
    ? [{ tool_calls: [{ index: 0, ...toolCall }] }]
    : (model.includes('json') ? jsonWords : words).map((word) => ({ content: word }));
  const chunks: object[] = [
    chunk({ role: 'assistant', content: callsTool ? null : '', refusal: null }),
    ...deltas.map((delta) => chunk(delta)),
    chunk({}, callsTool ? 'tool_calls' : 'stop'),
  ];
  if (isAsked) chunks.push({ ...head, object: 'chat.completion.chunk', choices: [], usage });
  return {
    events: chunks.map((data) => ({ data })),
    sentinel: '[DONE]',
    error: { error: { message: 'the llamas are overloaded', type: 'server_error', code: null } },
  };
}

/** `POST /v1/completions` */
export function textCompletion({ body, model }: Ask): Answer {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1_790_000_000, model };
  const choice = (text: string, finish_reason: string | null) => ({ text, index: 0, logprobs: null, finish_reason });
  const total = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };
  if (body['stream'] !== true) return { json: { ...head, choices: [choice(words.join(''), 'stop')], usage: total } };
  const isAsked = fields(body['stream_options'])['include_usage'] === true;
  const chunks: object[] = words.map((word, i) => ({
    ...head,
    choices: [choice(word, i === words.length - 1 ? 'stop' : null)],
    ...(isAsked ? { usage: null } : {}),
  }));
  if (isAsked) chunks.push({ ...head, choices: [], usage: total });
  return {
    events: chunks.map((data) => ({ data })),
    sentinel: '[DONE]',
    error: { error: { message: 'the llamas are overloaded', type: 'server_error', code: null } },
  };
}

/** `POST /v1/responses` */
export function response({ body, model, count }: Ask): Answer {
  const callsTool = model.includes('tool') && count === 1;
  const part = {
    type: 'output_text',
    text: model.includes('json') ? jsonWords.join('') : words.join(''),
    annotations: [],
  };
  const item = callsTool
    ? {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'call_1',
        name: 'look_up',
        arguments: toolArguments,
        status: 'completed',
      }
    : { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [part] };
  const whole = {
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    model,
    status: 'completed',
    service_tier: 'default',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    top_p: 1,
    tool_choice: 'auto',
    tools: [],
    output: [item],
    usage: {
      input_tokens: 120,
      input_tokens_details: { cached_tokens: 64 },
      output_tokens: 30,
      output_tokens_details: { reasoning_tokens: 12 },
      total_tokens: 150,
    },
  };
  if (body['stream'] !== true) return { json: whole };
  const started = { ...whole, status: 'in_progress', output: [], usage: null };
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const events: { readonly type: string; readonly [key: string]: unknown }[] = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    ...words.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...place, text: part.text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: whole },
  ];
  return {
    events: events.map((event, sequence_number) => ({ name: event.type, data: { ...event, sequence_number } })),
    error: {
      type: 'error',
      code: 'server_error',
      message: 'the llamas are overloaded',
      param: null,
      sequence_number: 99,
    },
  };
}

/** `POST /v1/embeddings` */
export function embeddings({ body, model }: Ask): Answer {
  const vector = [0.5, -1];
  const embedding =
    text(body['encoding_format']) === 'base64'
      ? Buffer.from(new Float32Array(vector).buffer).toString('base64')
      : vector;
  const data = [{ object: 'embedding', index: 0, embedding }];
  return { json: { object: 'list', data, model, usage: { prompt_tokens: 8, total_tokens: 8 } } };
}

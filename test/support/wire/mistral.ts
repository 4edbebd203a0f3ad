import { type Answer, type Ask, jsonWords, toolArguments, words } from './answer.ts';

const usage = {
  prompt_tokens: 120,
  completion_tokens: 30,
  total_tokens: 150,
  prompt_tokens_details: { cached_tokens: 64 },
  service_tier: 'standard',
};

/** `POST /mistral/v1/chat/completions`, and `…/agents/completions`, `…/fim/completions`: their usage comes unasked. */
export function completion({ body, model, count }: Ask): Answer {
  const head = { id: 'c1', created: 1_790_000_000, model };
  const callsTool = model.includes('tool') && count === 1;
  const tool_calls = callsTool ? [{ id: 'a1', function: { name: 'look_up', arguments: toolArguments } }] : null;
  const finish_reason = callsTool ? 'tool_calls' : 'stop';
  const texts = callsTool ? [''] : model.includes('json') ? jsonWords : words;
  if (body['stream'] !== true) {
    const message = { role: 'assistant', content: texts.join(''), tool_calls };
    return { json: { ...head, object: 'chat.completion', choices: [{ index: 0, message, finish_reason }], usage } };
  }
  const chunk = (delta: object, last?: object) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: last === undefined ? null : finish_reason }],
    ...last,
    // Of a length that tells nothing.
    p: 'wxyzwxyz',
  });
  const chunks = [
    chunk({ role: 'assistant', content: '' }),
    ...texts.map((content) => chunk({ content, ...(callsTool ? { tool_calls } : {}) })),
    chunk({ content: '' }, { usage }),
  ];
  return { events: chunks.map((data) => ({ data })), sentinel: '[DONE]', error: refusal };
}

/** `POST /mistral/v1/embeddings` */
export function embeddings({ model }: Ask): Answer {
  return {
    json: {
      id: 'e1',
      object: 'list',
      model,
      data: [{ object: 'embedding', embedding: [0.5, -1], index: 0 }],
      usage: { prompt_tokens: 8, completion_tokens: 0, total_tokens: 8, prompt_tokens_details: null },
    },
  };
}

/** The body of every status that is none of success. */
export const refusal = {
  object: 'error',
  message: 'the llamas are out',
  type: 'fake_error',
  code: '1500',
  param: null,
};

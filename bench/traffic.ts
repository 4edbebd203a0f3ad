/** What the clients of the overhead benchmark talk to: a `fetch` that answers at once, in the providers' wire formats. */

/** A `fetch` that gives every request the same whole answer. */
export function answering(body: object): typeof fetch {
  const text = JSON.stringify(body);
  return () => Promise.resolve(new Response(text, { headers: { 'content-type': 'application/json' } }));
}

/** A `fetch` that gives every request the same server-sent events, one a pull of the stream. */
export function streaming(events: readonly string[]): typeof fetch {
  const encoder = new TextEncoder();
  const pieces = events.map((event) => encoder.encode(event));
  return () => {
    let at = 0;
    const body = new ReadableStream({
      pull(controller) {
        const piece = pieces[at];
        at += 1;
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
}

const chatUsage = {
  prompt_tokens: 1354,
  completion_tokens: 120,
  total_tokens: 1474,
  prompt_tokens_details: { cached_tokens: 1280 },
};

export const chatCompletion: object = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'gpt-4.1-mini-2025-04-14',
  service_tier: 'default',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'A short answer.' } }],
  usage: chatUsage,
};

/** A chat stream of so many chunks with text, and the usage at its end as the API sends it when asked. */
export function chatChunks(count: number): string[] {
  const head = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'gpt-4.1-mini-2025-04-14',
  };
  const chunk = (part: object): string => `data: ${JSON.stringify({ ...head, ...part })}\n\n`;
  const text = chunk({ choices: [{ index: 0, delta: { content: ' word' }, finish_reason: null }] });
  return [
    ...Array.from({ length: count }, () => text),
    chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    chunk({ choices: [], usage: chatUsage }),
    'data: [DONE]\n\n',
  ];
}

const messageUsage = {
  input_tokens: 70,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 1224,
  output_tokens: 1,
  service_tier: 'standard',
};

export const message: object = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-6',
  content: [{ type: 'text', text: 'A short answer.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { ...messageUsage, output_tokens: 120 },
};

/** A message stream with so many deltas of text. */
export function messageEvents(count: number): string[] {
  const event = (data: { type: string }): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
  const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' word' } };
  return [
    event({ type: 'message_start', message: { ...message, content: [], stop_reason: null, usage: messageUsage } } as {
      type: string;
    }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as { type: string }),
    ...Array.from({ length: count }, () => event(delta)),
    event({ type: 'content_block_stop', index: 0 } as { type: string }),
    event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 120 } } as {
      type: string;
    }),
    event({ type: 'message_stop' }),
  ];
}

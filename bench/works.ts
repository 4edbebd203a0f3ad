import type { Clients } from './clients.ts';
import { answering, chatChunks, chatCompletion, message, messageEvents, streaming } from './traffic.ts';

export type Work = () => Promise<unknown>;

/** One thing to measure. */
export interface Unit {
  readonly work: Work;
  /** How often a round repeats it; a round stays below a batch of 512 spans, so that nothing is exported within it. */
  readonly times: number;
  /** Model calls in it. */
  readonly calls: number;
}

/** Streams of two lengths: the cost of a chunk is the slope between them. */
export const shortChunks = 20;
export const longChunks = 200;

/** What is measured of each client; `inTask` makes a task of work, where somebody knows what a task is. */
export function worksOf(
  { OpenAI, Anthropic }: Clients,
  inTask: (work: Work) => Promise<unknown>,
): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  const messages = [{ role: 'user' as const, content: 'A question of a few words.' }];

  const gpt = { model: 'gpt-4.1-mini', messages };
  const openai = (fetch: typeof globalThis.fetch) => new OpenAI({ apiKey: 'x', fetch, maxRetries: 0 });
  const chat = openai(answering(chatCompletion)).chat.completions;
  units.set('openai chat', { work: () => chat.create(gpt), times: 400, calls: 1 });
  const fiveChats: Work = async () => {
    for (let call = 0; call < 5; call += 1) await chat.create(gpt);
  };
  units.set('openai task of 5 chats', { work: () => inTask(fiveChats), times: 80, calls: 5 });
  for (const [chunks, times] of streams) {
    const { completions } = openai(streaming(chatChunks(chunks))).chat;
    const work: Work = async () => drain(await completions.create({ ...gpt, stream: true }));
    units.set(`openai stream, ${chunks} chunks`, { work, times, calls: 1 });
  }

  if (Anthropic === undefined) return units;
  const claude = { model: 'claude-sonnet-4-6', max_tokens: 500, messages };
  const anthropic = (fetch: typeof globalThis.fetch) => new Anthropic({ apiKey: 'x', fetch, maxRetries: 0 });
  const whole = anthropic(answering(message)).messages;
  units.set('anthropic messages', { work: () => whole.create(claude), times: 400, calls: 1 });
  for (const [chunks, times] of streams) {
    const streamed = anthropic(streaming(messageEvents(chunks))).messages;
    const work: Work = async () => drain(await streamed.create({ ...claude, stream: true }));
    units.set(`anthropic stream, ${chunks} chunks`, { work, times, calls: 1 });
  }
  return units;
}

const streams = [
  [shortChunks, 100],
  [longChunks, 30],
] as const;

async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let chunks = 0;
  for await (const _ of stream) chunks += 1;
  return chunks;
}

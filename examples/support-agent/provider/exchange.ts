import type { Prompt, Reply } from './prompt.ts';

/** One answered request, before it is written in an API's own format. */
export interface Exchange {
  /** `000017`: numbers the responses of a run. */
  readonly id: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly prompt: Prompt;
  readonly reply: Reply;
  /** The model that answers: the dated name behind the alias that was asked for. */
  readonly model: string;
  /** Input tokens read from the cache. */
  readonly cacheRead: number;
  /** Input tokens written to the cache, for five minutes. */
  readonly cacheWrite: number;
}

/** What OpenAI calls the models of the demo in its responses; the others answer under the name they were asked by. */
export const datedNames: Readonly<Record<string, string>> = {
  'gpt-4.1': 'gpt-4.1-2025-04-14',
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'gpt-4.1-nano': 'gpt-4.1-nano-2025-04-14',
};

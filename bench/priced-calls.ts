/** A call that every engine can price. */
export interface Priced {
  readonly provider: string;
  readonly model: string;
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cacheReadTokens?: number;
    readonly cacheWriteTokens?: number;
  };
  readonly at: number;
}

/**
 * Calls as an application has them: some models again and again, each time with other counts, and each with strings of its own, as
 * they come out of a response.
 */
export function pricedCalls(): readonly Priced[] {
  const at = Date.parse('2026-11-24T12:00:00Z');
  return Array.from({ length: 1000 }, (_, index) => {
    const [provider, model, caches] = MODELS[index % MODELS.length]!;
    const inputTokens = 500 + index * 37;
    const call: Priced = {
      provider,
      model,
      usage: {
        inputTokens,
        outputTokens: 20 + ((index * 13) % 900),
        ...(caches === 'reads' || caches === 'writes' ? { cacheReadTokens: Math.floor(inputTokens / 3) } : {}),
        ...(caches === 'writes' ? { cacheWriteTokens: Math.floor(inputTokens / 4) } : {}),
      },
      at,
    };
    return JSON.parse(JSON.stringify(call)) as Priced;
  });
}

const MODELS: readonly (readonly [string, string, 'reads' | 'writes' | 'nothing'])[] = [
  ['openai', 'gpt-4.1-mini-2025-04-14', 'reads'],
  ['openai', 'gpt-5-mini', 'reads'],
  ['anthropic', 'claude-sonnet-4-5-20250929', 'writes'],
  ['anthropic', 'claude-haiku-4-5', 'writes'],
  ['openai', 'gpt-4o', 'nothing'],
  ['openai', 'text-embedding-3-small', 'nothing'],
];

import type { Exchange, Expected } from './exchange.ts';
import type { Reading } from './reading.ts';

/**
 * Google's tokens: what its tools read is input beside the prompt, thoughts are output beside the candidates. It writes no zeros:
 * a prompt that tells of no cached tokens had none, candidates without a count are what the total leaves.
 */
export function googleTokensOf(expected: Expected): Partial<Reading> {
  const prompt = expected.input_tokens_as_reported ?? undefined;
  if (prompt === undefined) return {};
  const input = prompt + (expected.tool_use_prompt_tokens ?? 0);
  const total = expected.usage_as_reported?.['totalTokenCount'];
  // Embeddings have no output, and no total.
  if (typeof total !== 'number') return { inputTokens: input };
  const candidates = expected.output_tokens_as_reported;
  return {
    inputTokens: input,
    outputTokens: typeof candidates === 'number' ? candidates + (expected.reasoning_tokens ?? 0) : total - input,
    cacheReadTokens: expected.cached_tokens ?? 0,
    reasoningTokens: expected.reasoning_tokens ?? undefined,
  };
}

/**
 * What Google's own tools did, counted off the text of the body: code run, and calls where they are shown; where they are not,
 * the searches and the pages read.
 */
export function googleToolCallsOf({ response }: Exchange): number | undefined {
  const body = typeof response.body === 'string' ? response.body : JSON.stringify(response.body);
  const times = (key: string): number => body.split(`"${key}":`).length - 1;
  const searches = [...body.matchAll(/"webSearchQueries": ?(\[[^\]]*\])/g)].flatMap(
    ([, queries = '[]']) => JSON.parse(queries) as readonly string[],
  );
  const searched = new Set(searches.filter((query) => query !== '')).size;
  return times('executableCode') + (times('toolCall') || searched + times('retrievedUrl')) || undefined;
}

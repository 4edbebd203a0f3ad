import type { Usage } from '../call.ts';
import { count, fields, given, list, text, type Fields } from '../narrow.ts';

/**
 * Usage of generated content in our words. Google leaves what its tools read back out of the prompt's count, and thoughts out
 * of the candidates'; ours have both in. `tools` are known from the candidates; without tokens there is no usage.
 *
 * Counts that are 0 are left out on the wire. So a prompt without cached tokens had none, and an answer whose candidates have
 * no count produced what the total has beyond the input: thoughts alone, or nothing.
 */
export function contentUsage(raw: unknown, tools: Usage['tools']): Usage | undefined {
  const usage = fields(raw);
  const prompt = count(usage['promptTokenCount']);
  const input = prompt === undefined ? undefined : prompt + (count(usage['toolUsePromptTokenCount']) ?? 0);
  const output = outputOf(usage, input);
  if (input === undefined && output === undefined) return undefined;
  const read = modalities(usage['promptTokensDetails'], usage['toolUsePromptTokensDetails']);
  const cached = modalities(usage['cacheTokensDetails']);
  const written = modalities(usage['candidatesTokensDetails']);
  return given({
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: input === undefined ? undefined : (count(usage['cachedContentTokenCount']) ?? 0),
    reasoningTokens: count(usage['thoughtsTokenCount']),
    inputAudioTokens: read.get('AUDIO'),
    inputImageTokens: read.get('IMAGE'),
    inputVideoTokens: read.get('VIDEO'),
    cacheReadAudioTokens: cached.get('AUDIO'),
    cacheReadImageTokens: partOf(read, cached, 'IMAGE'),
    cacheReadVideoTokens: partOf(read, cached, 'VIDEO'),
    outputAudioTokens: written.get('AUDIO'),
    outputImageTokens: written.get('IMAGE'),
    outputVideoTokens: written.get('VIDEO'),
    tools,
  });
}

/**
 * Usage of an embeddings call: a count for the request, or on Vertex one for each text. The Gemini API has none for its text
 * models.
 */
export function embeddingUsage(body: Fields): Usage | undefined {
  const usage = fields(body['usageMetadata']);
  const statistics = list(body['embeddings']).map((each) => fields(fields(each)['statistics']));
  const input = count(usage['promptTokenCount']) ?? sum(statistics.map(({ tokenCount }) => count(tokenCount)));
  // The Gemini API writes it without the s.
  const read = modalities(usage['promptTokensDetails'], usage['promptTokenDetails']);
  if (input === undefined) return undefined;
  return given({
    inputTokens: input,
    inputAudioTokens: read.get('AUDIO'),
    inputImageTokens: read.get('IMAGE'),
    inputVideoTokens: read.get('VIDEO'),
  });
}

/**
 * The tier that served, in the words that prices know: the Gemini API's `flex`, of Vertex's `ON_DEMAND_FLEX` the last part.
 * Provisioned throughput is bought by the hour; under its own name no price by the token covers it.
 */
export function tierOf(raw: unknown): string | undefined {
  const { serviceTier, trafficType } = fields(raw);
  const tier = text(serviceTier) ?? text(trafficType)?.replace(/^ON_DEMAND_/, '');
  return tier === undefined || /unspecified/i.test(tier) ? undefined : tier.toLowerCase();
}

function outputOf(usage: Fields, input: number | undefined): number | undefined {
  const candidates = count(usage['candidatesTokenCount']);
  const thoughts = count(usage['thoughtsTokenCount']) ?? 0;
  if (candidates !== undefined) return candidates + thoughts;
  const total = count(usage['totalTokenCount']);
  return total === undefined || input === undefined ? undefined : Math.max(total - input, thoughts);
}

/** Tokens by modality, of lists like `[{ modality: 'AUDIO', tokenCount: 32 }]`. */
function modalities(...details: readonly unknown[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const each of details.flatMap(list).map(fields)) {
    const modality = text(each['modality']);
    const tokens = count(each['tokenCount']);
    if (modality !== undefined && tokens !== undefined) found.set(modality, (found.get(modality) ?? 0) + tokens);
  }
  return found;
}

/** The sum of all; absent when there is none, or one of them does not say. */
function sum(counts: readonly (number | undefined)[]): number | undefined {
  if (counts.length === 0) return undefined;
  return counts.reduce((total, each) => (total === undefined || each === undefined ? undefined : total + each));
}

/** What was cached of a modality that hardly any model prices apart; where the prompt's own list lacks it, it tells nothing. */
function partOf(
  read: ReadonlyMap<string, number>,
  cached: ReadonlyMap<string, number>,
  modality: string,
): number | undefined {
  const part = cached.get(modality);
  return part !== undefined && part <= (read.get(modality) ?? 0) ? part : undefined;
}

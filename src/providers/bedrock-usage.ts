import type { Usage } from '../call.ts';
import { count, fields, given, list, text, type Fields } from '../narrow.ts';

/**
 * Usage of Bedrock's Converse, and of Amazon's own models, in our words. Its `inputTokens` leave out what was read from and
 * written to the cache, ours have it in. Absent when nothing is said.
 */
export function bedrockUsage(usage: Fields): Usage | undefined {
  const uncached = count(usage['inputTokens']);
  const read = count(usage['cacheReadInputTokens']) ?? count(usage['cacheReadInputTokenCount']);
  const write = count(usage['cacheWriteInputTokens']) ?? count(usage['cacheWriteInputTokenCount']);
  const known = given({
    inputTokens: uncached === undefined ? undefined : uncached + (read ?? 0) + (write ?? 0),
    outputTokens: count(usage['outputTokens']),
    cacheReadTokens: read,
    cacheWriteTokens: write,
    cacheWrite5mTokens: writtenFor(usage, '5m'),
    cacheWrite1hTokens: writtenFor(usage, '1h'),
  });
  return Object.keys(known).length > 0 ? known : undefined;
}

function writtenFor(usage: Fields, lifetime: string): number | undefined {
  const written = list(usage['cacheDetails'])
    .map(fields)
    .filter((each) => text(each['ttl']) === lifetime)
    .flatMap((each) => count(each['inputTokens']) ?? []);
  return written.length === 0 ? undefined : written.reduce((sum, each) => sum + each);
}

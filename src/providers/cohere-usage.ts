import type { Usage } from '../call.ts';
import { count, fields, given, type Fields } from '../narrow.ts';

/** Usage of Cohere in our words: what it bills, which its own preamble is not part of. Absent when nothing is said. */
export function cohereUsage(usage: Fields): Usage | undefined {
  const billed = fields(usage['billed_units'] ?? usage['billedUnits']);
  const searches = count(billed['search_units'] ?? billed['searchUnits']);
  const known = given({
    inputTokens: count(billed['input_tokens'] ?? billed['inputTokens']),
    outputTokens: count(billed['output_tokens'] ?? billed['outputTokens']),
    inputImageTokens: count(billed['image_tokens'] ?? billed['imageTokens']),
    cacheReadTokens: count(usage['cached_tokens'] ?? usage['cachedTokens']),
    tools: searches === undefined ? undefined : { search_unit: searches },
  });
  return Object.keys(known).length > 0 ? known : undefined;
}

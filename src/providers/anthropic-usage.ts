import type { Usage } from '../call.ts';
import { count, fields, given, list, type Fields } from '../narrow.ts';

/**
 * Anthropic's usage in our words: its `input_tokens` leave out what was read from and written to the cache, ours have it
 * in. Absent when nothing is said.
 *
 * `iterations` repeat what the totals have, with two exceptions. A `compaction`, the server's own summarising of a long
 * context by the same model, is left out of the totals and billed: it is added. An `advisor_message` was answered by
 * another, dearer model: one call has one model and one price, so its tokens are passed on as units of their own, which
 * no price covers, and the cost of the call is marked as a lower bound.
 */
export function anthropicUsage(usage: Fields): Usage | undefined {
  const iterations = list(usage['iterations']).map(fields);
  const compactions = iterations.filter((each) => each['type'] === 'compaction');
  const counted = [usage, ...compactions].map(countsOf);
  const write = sum(counted, 'write');
  const write5m = sum(counted, 'write5m');
  const write1h = sum(counted, 'write1h');
  // Proxies leave the split at zero beside a total that is not: then only the total is known. What the server's own tools
  // wrote is in the total alone: the rest has no lifetime then.
  const split = (write5m ?? 0) + (write1h ?? 0);
  const isSplit = split === write || (split > 0 && split < (write ?? 0));
  const known = given({
    inputTokens: sum(counted, 'input'),
    outputTokens: sum(counted, 'output'),
    cacheReadTokens: sum(counted, 'read'),
    cacheWriteTokens: write,
    cacheWrite5mTokens: isSplit ? write5m : undefined,
    cacheWrite1hTokens: isSplit ? write1h : undefined,
    reasoningTokens: count(fields(usage['output_tokens_details'])['thinking_tokens']),
    tools: billedTools(
      usage,
      iterations.filter((each) => each['type'] === 'advisor_message'),
    ),
  });
  return Object.keys(known).length > 0 ? known : undefined;
}

interface Counts {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly read: number | undefined;
  readonly write: number | undefined;
  readonly write5m: number | undefined;
  readonly write1h: number | undefined;
}

function countsOf(usage: Fields): Counts {
  const uncached = count(usage['input_tokens']);
  const read = count(usage['cache_read_input_tokens']);
  const split = fields(usage['cache_creation']);
  const write5m = count(split['ephemeral_5m_input_tokens']);
  const write1h = count(split['ephemeral_1h_input_tokens']);
  const total = count(usage['cache_creation_input_tokens']);
  const write = total ?? (write5m === undefined && write1h === undefined ? undefined : (write5m ?? 0) + (write1h ?? 0));
  return {
    input: uncached === undefined ? undefined : uncached + (read ?? 0) + (write ?? 0),
    output: count(usage['output_tokens']),
    read,
    write,
    write5m,
    write1h,
  };
}

/** The message's own count decides whether there is one: before its `message_delta` a stream's output is unknown. */
function sum(counted: readonly Counts[], key: keyof Counts): number | undefined {
  const [own, ...others] = counted.map((counts) => counts[key]);
  return own === undefined ? undefined : others.reduce<number>((total, each) => total + (each ?? 0), own);
}

/** Fetching a page costs its tokens only; a search costs by itself. */
function billedTools(usage: Fields, advice: readonly Fields[]): Readonly<Record<string, number>> | undefined {
  const advised = advice.map(countsOf);
  const billed = {
    web_search: count(fields(usage['server_tool_use'])['web_search_requests']) ?? 0,
    advisor_input_token: advised.reduce((total, each) => total + (each.input ?? 0), 0),
    advisor_output_token: advised.reduce((total, each) => total + (each.output ?? 0), 0),
  };
  const some = Object.entries(billed).filter(([, quantity]) => quantity > 0);
  return some.length > 0 ? Object.fromEntries(some) : undefined;
}

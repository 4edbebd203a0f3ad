import { modelAsked, type Exchange, type Expected } from './exchange.ts';
import { dollars, type Reading } from './reading.ts';
import { googleToolCallsOf, googleTokensOf } from './wanted-google.ts';

/**
 * What a call must read like, from the raw facts of its recording and the design's normalisation, written here a second
 * time: nothing of `src/` is imported, so that both would have to be wrong in the same way.
 */
export function wanted(exchange: Exchange): Reading {
  const { expected } = exchange;
  const asked = { provider: providerOf(exchange), requestModel: modelAsked(exchange) };
  if (expected.http_status >= 400) return { ...asked, status: String(expected.http_status) };

  const failsAt = errorEventIn(exchange);
  const body = failsAt === undefined ? undefined : String(exchange.response.body).slice(0, failsAt);
  // The SDK throws at an error event: it hands out neither the event, whatever else it carries, nor what follows.
  const isHandedOut = (fact: RegExp) => body === undefined || fact.test(body);
  const reasons = (expected.finish_reasons ?? []).filter((reason) => typeof reason === 'string');
  // A prompt that Google refused has no answers that could have ended.
  if (reasons.length === 0 && typeof expected.block_reason === 'string') reasons.push(expected.block_reason);
  const finishReasons = reasons.filter((reason) => isHandedOut(RegExp(`"(finish|stop)_reason": ?"${reason}"`)));
  const tokens = isHandedOut(/"usage": ?\{/) ? tokensOf(exchange) : {};
  return {
    ...asked,
    model: said(expected.response_model),
    ...tokens,
    ...(isHandedOut(/"type": ?"message_delta"/) || exchange.api !== 'anthropic.messages' ? {} : unfinished),
    // The recording says 0 also where there is nothing to count.
    toolCalls: expected.tool_call_count || undefined,
    serverToolCalls: exchange.api.startsWith('gemini.') ? googleToolCallsOf(exchange) : serverToolCallsOf(expected),
    finishReasons: finishReasons.length > 0 ? finishReasons : undefined,
    status: failsAt === undefined ? 'ok' : 'error',
  };
}

/** Anthropic's first event has a placeholder for the output. */
const unfinished = { outputTokens: undefined, reasoningTokens: undefined } satisfies Partial<Reading>;

function tokensOf(exchange: Exchange): Partial<Reading> {
  const { expected, api } = exchange;
  if (api.startsWith('gemini.')) return googleTokensOf(expected);
  const input = told(expected.input_tokens_as_reported);
  const output = told(expected.output_tokens_as_reported);
  const read = told(expected.cached_tokens);
  const write = told(expected.cache_write_tokens);
  const common = { cacheReadTokens: read, cacheWriteTokens: write, reasoningTokens: told(expected.reasoning_tokens) };
  const reportedUsd = reportedUsdOf(exchange);
  if (api !== 'anthropic.messages') {
    return { ...common, inputTokens: input, outputTokens: completionOf(exchange, input, output), reportedUsd };
  }

  // Anthropic's input leaves the cache out, ours has it in; a compaction is left out of its totals and billed.
  const compactions = recordsOf(expected.usage_as_reported?.['iterations']).filter(
    (each) => each['type'] === 'compaction',
  );
  const extra = (name: string) => compactions.reduce((sum, each) => sum + Number(each[name] ?? 0), 0);
  const extraRead = extra('cache_read_input_tokens');
  const extraWrite = extra('cache_creation_input_tokens');
  const [write5m, write1h] = [told(expected.cache_write_5m_tokens), told(expected.cache_write_1h_tokens)];
  // The split is told only where it adds up to the whole.
  const isSplit = (write5m ?? 0) + (write1h ?? 0) === write;
  return {
    ...common,
    inputTokens:
      input === undefined
        ? undefined
        : input + (read ?? 0) + (write ?? 0) + extra('input_tokens') + extraRead + extraWrite,
    outputTokens: output === undefined ? undefined : output + extra('output_tokens'),
    cacheReadTokens: read === undefined ? undefined : read + extraRead,
    cacheWriteTokens: write === undefined ? undefined : write + extraWrite,
    cacheWrite5mTokens: isSplit ? write5m : undefined,
    cacheWrite1hTokens: isSplit ? write1h : undefined,
  };
}

/** xAI's chat and Google's OpenAI dialect leave the reasoning out of the completion, but not out of the total. */
function completionOf(exchange: Exchange, input: number | undefined, output: number | undefined): number | undefined {
  const { provider, api, expected } = exchange;
  if (api !== 'openai.chat' || !['xai', 'gemini', 'vertex'].includes(provider) || output === undefined) return output;
  const total = expected.usage_as_reported?.['total_tokens'];
  if (typeof total === 'number' && input !== undefined) return Math.max(output, total - input);
  return provider === 'xai' ? output + (expected.reasoning_tokens ?? 0) : output;
}

/** Dollars of OpenRouter and Perplexity, 10⁻¹⁰ dollars of xAI. */
function reportedUsdOf(exchange: Exchange): number | undefined {
  const usage = exchange.expected.usage_as_reported ?? {};
  const ticks = usage['cost_in_usd_ticks'];
  if (typeof ticks === 'number') return dollars(ticks / 1e10);
  const cost = usage['cost'];
  if (exchange.provider === 'openrouter' && typeof cost === 'number') {
    // With the user's own key the vendor's bill comes on top of the fee.
    const bill = usage['is_byok'] === true ? recordOf(usage['cost_details'])['upstream_inference_cost'] : 0;
    return typeof bill === 'number' ? dollars(cost + bill) : undefined;
  }
  const total = recordOf(cost)['total_cost'];
  return exchange.provider === 'perplexity' && typeof total === 'number' ? dollars(total) : undefined;
}

function serverToolCallsOf(expected: Expected): number | undefined {
  const items = Object.values(expected.other_call_items ?? {}).reduce((sum, each) => sum + each, 0);
  return (expected.server_tool_calls ?? items) || undefined;
}

/** Where the first error event of a stream begins: data of that type, or with an `error` at the top. */
function errorEventIn(exchange: Exchange): number | undefined {
  if (typeof exchange.response.body !== 'string') return undefined;
  const { body } = exchange.response;
  for (const match of body.matchAll(/^data: ?(\{.*)$/gm)) {
    const data = recordOf(JSON.parse(match[1] ?? '{}'));
    if (data['type'] === 'error' || (data['error'] ?? undefined) !== undefined) return match.index;
  }
  return undefined;
}

/**
 * Who serves behind the recorded host, by OpenTelemetry's names where it has one; a server at home has nobody's prices.
 * Absent, and not compared, for a folder this list does not know.
 */
function providerOf(exchange: Exchange): string | undefined {
  if (/^https?:\/\/(localhost|127\.0\.0\.1)/.test(exchange.request.url)) return 'openai_compatible';
  return names[exchange.provider];
}

const names: Readonly<Record<string, string>> = {
  alibaba: 'alibaba_cloud',
  ai21: 'ai21',
  anthropic: 'anthropic',
  azure: 'azure.ai.openai',
  'bedrock-mantle': 'aws.bedrock',
  cerebras: 'cerebras',
  crusoe: 'crusoe',
  deepseek: 'deepseek',
  doubleword: 'doubleword',
  gemini: 'gcp.gemini',
  'github-copilot': 'github_copilot',
  groq: 'groq',
  heroku: 'heroku',
  huggingface: 'hugging_face',
  mistral: 'mistral_ai',
  ollama: 'ollama_cloud',
  openai: 'openai',
  openrouter: 'openrouter',
  perplexity: 'perplexity',
  portkey: 'portkey',
  snowflake: 'snowflake',
  together: 'together_ai',
  venice: 'venice',
  vertex: 'gcp.vertex_ai',
  voyage: 'voyage_ai',
  xai: 'x_ai',
  zai: 'z_ai',
};

function said(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}

function told(value: number | null | undefined): number | undefined {
  return value ?? undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

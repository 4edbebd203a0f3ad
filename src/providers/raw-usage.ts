import type { Usage } from '../call.ts';
import { count, fields, given, isObject, list, text, type Fields } from '../narrow.ts';
import { anthropicUsage } from './anthropic-usage.ts';
import { bedrockUsage } from './bedrock-usage.ts';
import { cohereUsage } from './cohere-usage.ts';
import { contentUsage, tierOf } from './google-usage.ts';
import { asSent, audioUsage } from './mistral-wire.ts';
import { completionUsage, embeddingsUsage, responsesUsage } from './openai-usage.ts';

/** What a usage object says, and what it says of the circumstances that a price depends on. */
export interface RawUsage {
  /** Absent when it says nothing that anybody knows. */
  readonly usage: Usage | undefined;
  readonly serviceTier?: string | undefined;
  readonly speed?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * Reads a usage object as a provider sent it, told by its own fields and by `provider` where several have the same. A count
 * that is none (negative, a fraction, a word) is not left out as the readers of live calls do, who take what they get: here
 * somebody asks for a price, and one without it would be too low. The usage is then one that no engine prices.
 */
export function readRawUsage(provider: string, raw: Fields): RawUsage {
  const read = readShape(provider, raw);
  return isSound(raw) ? read : { ...read, usage: { ...read.usage, inputTokens: NaN, outputTokens: NaN } };
}

function readShape(provider: string, raw: Fields): RawUsage {
  if (GEMINI.some((key) => key in raw)) return { usage: contentUsage(raw, undefined), serviceTier: tierOf(raw) };
  if (GEMINI_SNAKE.some((key) => key in raw)) return readShape(provider, fields(camel(raw, 0)));
  if (provider === 'aws.bedrock' && 'inputTokens' in raw) return { usage: bedrockUsage(raw) };
  if ('billed_units' in raw || 'billedUnits' in raw) return { usage: cohereUsage(raw) };
  const pages = count(raw['pages_processed']);
  if (pages !== undefined) return { usage: { tools: { page: pages } } };
  const seconds = count(raw['audio_seconds'] ?? (raw['type'] === 'duration' ? raw['seconds'] : undefined));
  if (seconds !== undefined) return { usage: { tools: { audio_second: seconds } } };
  if (isAnthropic(provider, raw)) return readAnthropic(raw);
  if ('promptTokens' in raw) return readShape(provider, fields(asSent({ usage: raw })['usage']));
  if ('completion_tokens' in raw) return { usage: audioUsage(completionUsage(raw, provider), raw) };
  if ('input_tokens' in raw) return { usage: responsesUsage(raw, provider, undefined) };
  return { usage: embeddingsUsage(raw, provider) };
}

const GEMINI = ['promptTokenCount', 'candidatesTokenCount', 'totalTokenCount'];
const GEMINI_SNAKE = ['prompt_token_count', 'candidates_token_count', 'total_token_count'];

/** Who serves Claude sends Anthropic's usage: its input leaves the cache out, which OpenAI's, of the same names, does not. */
function isAnthropic(provider: string, raw: Fields): boolean {
  if ('cache_read_input_tokens' in raw || 'cache_creation_input_tokens' in raw) return true;
  return 'input_tokens' in raw && ['anthropic', 'gcp.vertex_ai', 'aws.bedrock'].includes(provider);
}

function readAnthropic(raw: Fields): RawUsage {
  const geo = text(raw['inference_geo']);
  return {
    usage: anthropicUsage(raw),
    serviceTier: text(raw['service_tier']),
    speed: text(raw['speed']),
    region: geo === 'not_available' ? undefined : geo,
  };
}

/** Nothing that anybody reads is nested deeper. */
const MAX_DEPTH = 4;
const IS_COUNT = /(tokens?|count|pages?_processed|seconds|requests|units)$/i;

/** Whether every count in it is one. What has other fields in it is looked into. */
function isSound(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true;
  if (Array.isArray(value)) return value.every((item) => isSound(item, depth + 1));
  if (!isObject(value)) return true;
  return Object.entries(value).every(([key, item]) =>
    typeof item === 'object' || item === undefined || !IS_COUNT.test(key)
      ? isSound(item, depth + 1)
      : count(item) !== undefined,
  );
}

/** Google's Python library writes what its API has in camel case with underscores. */
function camel(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return list(value).map((item) => camel(item, depth + 1));
  if (!isObject(value)) return value;
  return given(
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        camel(item, depth + 1),
      ]),
    ),
  );
}

import type { Usage } from '../call.ts';
import { isObject, type Fields } from '../narrow.ts';
import { toolUnit } from './tools.ts';

/** A count as somebody wrote it: one that is no number stays none, for the price to refuse. */
function count(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' ? value : NaN;
}

/**
 * Usage as a query says it, in one of two ways: whole counts and their parts, as everywhere in taskmeter (`input_tokens` with
 * the cache in it), or units that do not overlap, as on a bill (`input_uncached`, `cache_read`). Absent when it says nothing.
 */
export function saidUsage(said: Fields): Usage | undefined {
  const isWhole = Object.keys(said).some((key) => Object.hasOwn(WHOLE, key));
  return isWhole ? wholeUsage(said) : unitUsage(said);
}

type Count = Exclude<keyof Usage, 'tools' | 'reportedUsd'>;

/** Fields of a query's usage that are whole counts, and what they are called here. */
export const WHOLE: Readonly<Record<string, Count>> = {
  input_tokens: 'inputTokens',
  output_tokens: 'outputTokens',
  cache_read_tokens: 'cacheReadTokens',
  cache_write_tokens: 'cacheWriteTokens',
  cache_write_5m_tokens: 'cacheWrite5mTokens',
  cache_write_1h_tokens: 'cacheWrite1hTokens',
  reasoning_tokens: 'reasoningTokens',
  input_audio_tokens: 'inputAudioTokens',
  input_image_tokens: 'inputImageTokens',
  input_video_tokens: 'inputVideoTokens',
  cache_read_audio_tokens: 'cacheReadAudioTokens',
  cache_read_image_tokens: 'cacheReadImageTokens',
  cache_read_video_tokens: 'cacheReadVideoTokens',
  output_audio_tokens: 'outputAudioTokens',
  output_image_tokens: 'outputImageTokens',
  output_video_tokens: 'outputVideoTokens',
};

function wholeUsage(said: Fields): Usage {
  const usage: { -readonly [Key in keyof Usage]?: Usage[Key] } = {};
  for (const [key, value] of Object.entries(said)) {
    const name = WHOLE[key];
    if (name !== undefined) usage[name] = count(value);
  }
  usage.tools = toolsOf(said['tools']);
  usage.reportedUsd = reported(said['reported_usd']);
  return usage;
}

/** Units of a bill, and the counts of ours that each is part of. */
const UNITS: Readonly<Record<string, readonly Count[]>> = {
  input: ['inputTokens'],
  input_uncached: ['inputTokens'],
  input_audio: ['inputTokens', 'inputAudioTokens'],
  input_audio_uncached: ['inputTokens', 'inputAudioTokens'],
  input_image: ['inputTokens', 'inputImageTokens'],
  input_image_uncached: ['inputTokens', 'inputImageTokens'],
  input_video: ['inputTokens', 'inputVideoTokens'],
  input_video_uncached: ['inputTokens', 'inputVideoTokens'],
  cache_read: ['inputTokens', 'cacheReadTokens'],
  cache_read_audio: ['inputTokens', 'inputAudioTokens', 'cacheReadTokens', 'cacheReadAudioTokens'],
  cache_read_image: ['inputTokens', 'inputImageTokens', 'cacheReadTokens', 'cacheReadImageTokens'],
  cache_read_video: ['inputTokens', 'inputVideoTokens', 'cacheReadTokens', 'cacheReadVideoTokens'],
  cache_write: ['inputTokens', 'cacheWriteTokens'],
  cache_write_5m: ['inputTokens', 'cacheWriteTokens', 'cacheWrite5mTokens'],
  cache_write_1h: ['inputTokens', 'cacheWriteTokens', 'cacheWrite1hTokens'],
  output: ['outputTokens'],
  output_audio: ['outputTokens', 'outputAudioTokens'],
  output_image: ['outputTokens', 'outputImageTokens'],
  output_video: ['outputTokens', 'outputVideoTokens'],
  output_reasoning_of_which: ['reasoningTokens'],
};

function unitUsage(said: Fields): Usage | undefined {
  const counts: Partial<Record<Count, number>> = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0 };
  const tools: Record<string, unknown> = {};
  let isEmpty = true;
  for (const [unit, value] of Object.entries(said)) {
    const quantity = count(value);
    if (quantity === undefined || unit === 'tools' || unit === 'reported_usd') continue;
    const names = UNITS[unit];
    if (names === undefined) tools[unit] = quantity;
    else for (const name of names) counts[name] = (counts[name] ?? 0) + quantity;
    isEmpty = false;
  }
  const reportedUsd = reported(said['reported_usd']);
  const others = toolsOf(said['tools']);
  if (isEmpty && others === undefined && reportedUsd === undefined) return undefined;
  return { ...counts, tools: toolsOf({ ...tools, ...others }), reportedUsd };
}

/** Units by their own names; absent when there are none. */
export function toolsOf(said: unknown): Usage['tools'] {
  if (!isObject(said)) return undefined;
  const tools: Record<string, number> = {};
  for (const [name, value] of Object.entries(said)) {
    const quantity = count(value);
    if (quantity !== undefined) tools[toolUnit(name)] = quantity;
  }
  return Object.keys(tools).length > 0 ? tools : undefined;
}

/** What is no text is no decimal, and is refused as one. */
function reported(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : '';
}

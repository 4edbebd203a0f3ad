import type { Usage } from '../call.ts';
import { count as counted, given, isObject, type Fields } from '../narrow.ts';
import { toolUnit } from './tools.ts';

/**
 * Usage as a query says it, in one of two ways: whole counts and their parts, as everywhere in taskmeter (`input_tokens` with
 * the cache in it), or units that do not overlap, as on a bill (`input_uncached`, `cache_read`).
 */
export function saidUsage(said: Fields): Usage {
  const keys = Object.keys(said).filter((key) => !BESIDE.has(key));
  const isWhole = keys.length === 0 || keys.some((key) => wholes.has(key));
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

/** Keys come from outside: `constructor` must not be found. */
const wholes: ReadonlyMap<string, Count> = new Map(Object.entries(WHOLE));

function wholeUsage(said: Fields): Usage {
  const counts: Partial<Record<Count, number | undefined>> = {};
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(said)) {
    const name = wholes.get(key);
    if (name !== undefined) counts[name] = count(value);
    else if (!BESIDE.has(key)) others.push([key, value]);
  }
  return { ...counts, ...besides(said, others) };
}

/** Units of a bill, and the counts of ours that each is part of. */
const UNITS: ReadonlyMap<string, readonly Count[]> = new Map<string, readonly Count[]>(
  Object.entries({
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
  }),
);

function unitUsage(said: Fields): Usage {
  const counts: Partial<Record<Count, number>> = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0 };
  const others: [string, unknown][] = [];
  for (const [unit, value] of Object.entries(said)) {
    const names = UNITS.get(unit);
    if (names === undefined && !BESIDE.has(unit)) others.push([unit, value]);
    const quantity = count(value);
    if (quantity === undefined) continue;
    for (const name of names ?? []) counts[name] = (counts[name] ?? 0) + quantity;
  }
  return { ...counts, ...besides(said, others) };
}

/** Fields of a usage that are no units. */
const BESIDE: ReadonlySet<string> = new Set(['tools', 'reported_usd', 'total_tokens']);

/** What is not tokens. A name that nobody knows is taken for a unit of its own, so that what it counts is missed and not lost. */
function besides(said: Fields, others: readonly (readonly [string, unknown])[]): Pick<Usage, 'tools' | 'reportedUsd'> {
  const units = toolsOf(others.length > 0 ? Object.fromEntries(others) : undefined);
  const tools = toolsOf(said['tools']);
  return given({
    tools: units === undefined && tools === undefined ? undefined : { ...units, ...tools },
    reportedUsd: reported(said['reported_usd']),
  });
}

/** Quantities by unit, those of two names for one unit together; absent when nobody says any. */
export function toolsOf(said: unknown): Usage['tools'] {
  if (said === undefined || said === null) return undefined;
  if (!isObject(said)) return { tools: NaN };
  const quantities = new Map<string, number>();
  for (const [name, value] of Object.entries(said)) {
    const quantity = count(value);
    const unit = toolUnit(name);
    if (quantity !== undefined) quantities.set(unit, (quantities.get(unit) ?? 0) + quantity);
  }
  return Object.fromEntries(quantities);
}

/** What is no text is no decimal, and is refused as one. */
function reported(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : '';
}

/** A count as somebody wrote it: one that is none stays so, for the price to refuse, in whatever sum it goes. */
function count(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  return counted(value) ?? NaN;
}

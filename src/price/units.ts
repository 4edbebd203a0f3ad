import type { Usage } from '../call.ts';
import { MAX_QUANTITY } from './rate.ts';
import type { Terms } from './terms.ts';

/** How much of one unit a call consumed. */
export interface Quantity {
  readonly unit: string;
  readonly quantity: number;
}

/** What a call consumed in disjoint units, those above 0 only. */
export interface Consumption {
  readonly tokens: readonly Quantity[];
  /** Sorted by unit. */
  readonly tools: readonly Quantity[];
  /** Total input, cached or not: it chooses the context tier. */
  readonly inputTokens: number;
  /** Part of the output, for information. */
  readonly reasoningTokens: number | undefined;
  /** False when the call has no cache counts at all. */
  readonly hasCacheCounts: boolean;
  /** True when a cache write without a lifetime was taken for one of 5 minutes. */
  readonly assumed5m: boolean;
}

/**
 * Splits what a provider reported into units that do not overlap, so that each token is billed once. Which units the row
 * lists decides only how fine the split is.
 */
export function consumptionOf(usage: Usage, { prices }: Terms): Consumption | 'unknown_usage' | 'invalid_usage' {
  const has = (unit: string): boolean => prices.has(unit);
  const isKnown =
    (usage.inputTokens !== undefined || !has('input')) &&
    (usage.outputTokens !== undefined || !has('output')) &&
    (usage.inputTokens !== undefined || usage.outputTokens !== undefined || usage.tools !== undefined);
  if (!isKnown) return 'unknown_usage';

  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  const read = usage.cacheReadTokens ?? 0;
  const write5m = usage.cacheWrite5mTokens ?? 0;
  const write1h = usage.cacheWrite1hTokens ?? 0;
  const write = usage.cacheWriteTokens ?? write5m + write1h;
  const audio = usage.inputAudioTokens ?? 0;
  const image = usage.inputImageTokens ?? 0;
  const video = usage.inputVideoTokens ?? 0;
  const readAudio = usage.cacheReadAudioTokens ?? 0;
  const readImage = usage.cacheReadImageTokens ?? 0;
  const readVideo = usage.cacheReadVideoTokens ?? 0;
  const audioOut = usage.outputAudioTokens ?? 0;
  const imageOut = usage.outputImageTokens ?? 0;
  const videoOut = usage.outputVideoTokens ?? 0;
  const reasoning = usage.reasoningTokens ?? 0;

  const writeOther = write - write5m - write1h;
  const writesHaveLifetimes = has('cache_write_5m') && !has('cache_write');
  const imageApart = has('input_image') ? image - readImage : 0;
  const videoApart = has('input_video') ? video - readVideo : 0;
  const readImageApart = has('cache_read_image') ? readImage : 0;
  const readVideoApart = has('cache_read_video') ? readVideo : 0;
  const reasoningApart = has('reasoning') ? reasoning : 0;
  const totals = [input, output, read, write, write5m, write1h, writeOther];
  const modalities = [audio, image, video, readAudio, readImage, readVideo, audioOut, imageOut, videoOut];
  const tools = toolsOf(usage);
  let isValid =
    totals.every(isQuantity) &&
    modalities.every(isQuantity) &&
    isQuantity(reasoning) &&
    isQuantity(output - reasoning) &&
    isQuantity(input - image) &&
    isQuantity(input - video) &&
    isQuantity(image - readImage) &&
    isQuantity(video - readVideo) &&
    isQuantity(read - readAudio - readImage - readVideo) &&
    tools.every(({ quantity }) => isQuantity(quantity));

  const tokens: Quantity[] = [];
  const put = (unit: string, quantity: number): void => {
    if (quantity > 0) tokens.push({ unit, quantity });
    else if (quantity < 0) isValid = false;
  };
  put('input', input - read - write - (audio - readAudio) - imageApart - videoApart);
  put('input_audio', audio - readAudio);
  put('input_image', imageApart);
  put('input_video', videoApart);
  put('cache_read', read - readAudio - readImageApart - readVideoApart);
  put('cache_read_audio', readAudio);
  put('cache_read_image', readImageApart);
  put('cache_read_video', readVideoApart);
  put('cache_write', writesHaveLifetimes ? 0 : writeOther);
  put('cache_write_5m', writesHaveLifetimes ? write5m + writeOther : write5m);
  put('cache_write_1h', write1h);
  put('output', output - audioOut - imageOut - videoOut - reasoningApart);
  put('output_audio', audioOut);
  put('output_image', imageOut);
  put('output_video', videoOut);
  put('reasoning', reasoningApart);
  if (!isValid) return 'invalid_usage';

  return {
    tokens,
    tools: tools.filter(({ quantity }) => quantity > 0),
    inputTokens: input,
    reasoningTokens: usage.reasoningTokens,
    hasCacheCounts:
      usage.cacheReadTokens !== undefined ||
      usage.cacheWriteTokens !== undefined ||
      usage.cacheWrite5mTokens !== undefined ||
      usage.cacheWrite1hTokens !== undefined,
    assumed5m: writesHaveLifetimes && writeOther > 0,
  };
}

const NO_TOOLS: readonly Quantity[] = [];

function toolsOf({ tools }: Usage): readonly Quantity[] {
  if (tools === undefined) return NO_TOOLS;
  const quantities = Object.entries(tools).map(([unit, quantity]) => ({ unit, quantity }));
  return quantities.toSorted((a, b) => (a.unit < b.unit ? -1 : 1));
}

function isQuantity(n: number): boolean {
  return Number.isInteger(n) && n >= 0 && n <= MAX_QUANTITY;
}

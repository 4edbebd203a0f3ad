import type { Usage } from '../call.ts';
import { isObject } from '../narrow.ts';
import type { Prices } from './price-list.ts';
import { MAX_QUANTITY } from './rate.ts';

/** How much of one unit a call consumed. */
export interface Quantity {
  readonly unit: string;
  readonly quantity: number;
}

/** How fine usage is split for a row: what it does not list lies in what it does. */
export interface Split {
  readonly needsInput: boolean;
  readonly needsOutput: boolean;
  readonly image: boolean;
  readonly video: boolean;
  readonly cachedImage: boolean;
  readonly cachedVideo: boolean;
  readonly reasoning: boolean;
  /** Cache writes have a price for each lifetime; one without a lifetime is taken for the shortest. */
  readonly lifetimes: boolean;
}

/** What a call consumed in disjoint units. */
export interface Consumption {
  /** By the index of the unit in TOKEN_UNITS. */
  readonly tokens: readonly number[];
  /** Those above 0, sorted by unit. */
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

export function splitFor(prices: Prices): Split {
  return {
    needsInput: prices.has('input'),
    needsOutput: prices.has('output'),
    image: prices.has('input_image'),
    video: prices.has('input_video'),
    cachedImage: prices.has('cache_read_image'),
    cachedVideo: prices.has('cache_read_video'),
    reasoning: prices.has('reasoning'),
    lifetimes: prices.has('cache_write_5m') && !prices.has('cache_write'),
  };
}

/** Splits what a provider reported into units that do not overlap, so that each token is billed once. */
export function consumptionOf(usage: Usage, split: Split): Consumption | 'unknown_usage' | 'invalid_usage' {
  const isKnown =
    (usage.inputTokens !== undefined || !split.needsInput) &&
    (usage.outputTokens !== undefined || !split.needsOutput) &&
    (usage.inputTokens !== undefined || usage.outputTokens !== undefined || usage.tools !== undefined);
  if (!isKnown) return 'unknown_usage';

  const input = count(usage.inputTokens);
  const output = count(usage.outputTokens);
  const read = count(usage.cacheReadTokens);
  const write5m = count(usage.cacheWrite5mTokens);
  const write1h = count(usage.cacheWrite1hTokens);
  const write = usage.cacheWriteTokens === undefined ? write5m + write1h : count(usage.cacheWriteTokens);
  const audio = count(usage.inputAudioTokens);
  const image = count(usage.inputImageTokens);
  const video = count(usage.inputVideoTokens);
  const readAudio = count(usage.cacheReadAudioTokens);
  const readImage = count(usage.cacheReadImageTokens);
  const readVideo = count(usage.cacheReadVideoTokens);
  const audioOut = count(usage.outputAudioTokens);
  const imageOut = count(usage.outputImageTokens);
  const videoOut = count(usage.outputVideoTokens);
  const reasoning = count(usage.reasoningTokens);

  // A part is never more than its whole. NaN, which stands for what is no count, is never anything.
  const isValid =
    write <= MAX_QUANTITY &&
    write5m + write1h <= write &&
    reasoning <= output &&
    image <= input &&
    video <= input &&
    readImage <= image &&
    readVideo <= video &&
    readAudio + readImage + readVideo <= read;
  const tools = toolsOf(usage.tools);
  if (!isValid || tools === undefined) return 'invalid_usage';

  const writeOther = write - write5m - write1h;
  const imageApart = split.image ? image - readImage : 0;
  const videoApart = split.video ? video - readVideo : 0;
  const readImageApart = split.cachedImage ? readImage : 0;
  const readVideoApart = split.cachedVideo ? readVideo : 0;
  const reasoningApart = split.reasoning ? reasoning : 0;
  const tokens = [
    input - read - write - (audio - readAudio) - imageApart - videoApart,
    audio - readAudio,
    imageApart,
    videoApart,
    read - readAudio - readImageApart - readVideoApart,
    readAudio,
    readImageApart,
    readVideoApart,
    split.lifetimes ? 0 : writeOther,
    split.lifetimes ? write5m + writeOther : write5m,
    write1h,
    output - audioOut - imageOut - videoOut - reasoningApart,
    audioOut,
    imageOut,
    videoOut,
    reasoningApart,
  ];
  for (const quantity of tokens) if (!(quantity >= 0)) return 'invalid_usage';

  return {
    tokens,
    tools,
    inputTokens: input,
    reasoningTokens: usage.reasoningTokens,
    hasCacheCounts:
      usage.cacheReadTokens !== undefined ||
      usage.cacheWriteTokens !== undefined ||
      usage.cacheWrite5mTokens !== undefined ||
      usage.cacheWrite1hTokens !== undefined,
    assumed5m: split.lifetimes && writeOther > 0,
  };
}

const NO_TOOLS: readonly Quantity[] = [];

/** `undefined` when one is no quantity. */
function toolsOf(tools: unknown): readonly Quantity[] | undefined {
  if (tools === undefined) return NO_TOOLS;
  if (!isObject(tools)) return undefined;
  const quantities: Quantity[] = [];
  for (const unit of Object.keys(tools)) {
    const quantity = count(tools[unit]);
    if (Number.isNaN(quantity)) return undefined;
    if (quantity > 0) quantities.push({ unit, quantity });
  }
  return quantities.length < 2 ? quantities : quantities.toSorted((a, b) => (a.unit < b.unit ? -1 : 1));
}

/** None is 0; what is no count is NaN, which makes everything it is part of NaN. */
function count(value: unknown): number {
  if (value === undefined) return 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : NaN;
}

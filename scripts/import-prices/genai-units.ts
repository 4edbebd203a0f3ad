import { decimal, type Fee } from './offer.ts';

/** A list of genai-prices: price by a key for the unit. */
export type ModelPrice = Readonly<Record<string, number | TieredPrice>>;

/** A price that moves with the length of the prompt. */
export interface TieredPrice {
  readonly base: number;
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}

/**
 * The token units of a list in the catalogue's words, each with its price.
 * @throws {Error} on a unit that this importer has never seen: it may be money.
 */
export function unitsOf(id: string, price: ModelPrice): readonly (readonly [string, number | TieredPrice])[] {
  const units: (readonly [string, number | TieredPrice])[] = [];
  for (const [key, value] of Object.entries(price)) {
    if (key in FEES || IGNORED.has(key)) continue;
    const unit = TOKENS[key];
    if (unit === undefined)
      throw new Error(`genai-prices has a unit ${key}, of ${id}, that the importer does not know`);
    // Embedding models make vectors, not tokens; a row with a price for output wants to know how many there were.
    if (unit === 'output' && /embed/.test(id)) continue;
    const hasLifetimes = 'cache_write_1h_mtok' in price || /claude/.test(id);
    units.push([unit === 'cache_write' && hasLifetimes ? 'cache_write_5m' : unit, value]);
  }
  return units;
}

/** What is not a token, in the catalogue's words. */
export function feesOf(price: ModelPrice): Readonly<Record<string, Fee>> {
  const fees: Record<string, Fee> = {};
  for (const [key, value] of Object.entries(price)) {
    const fee = FEES[key];
    if (fee !== undefined && typeof value === 'number') fees[fee.unit] = { usd: decimal(value), per: fee.per };
  }
  return fees;
}

const TOKENS: Readonly<Record<string, string>> = {
  input_mtok: 'input',
  input_audio_mtok: 'input_audio',
  input_image_mtok: 'input_image',
  input_video_mtok: 'input_video',
  cache_read_mtok: 'cache_read',
  cache_audio_read_mtok: 'cache_read_audio',
  cache_image_read_mtok: 'cache_read_image',
  cache_write_mtok: 'cache_write',
  cache_write_1h_mtok: 'cache_write_1h',
  output_mtok: 'output',
  output_audio_mtok: 'output_audio',
  output_image_mtok: 'output_image',
  output_video_mtok: 'output_video',
  output_reasoning_mtok: 'reasoning',
};

const FEES: Readonly<Record<string, { readonly unit: string; readonly per: number }>> = {
  web_searches_kcount: { unit: 'web_search', per: 1000 },
  storage_searches_kcount: { unit: 'file_search_call', per: 1000 },
  requests_kcount: { unit: 'request', per: 1000 },
  audio_hours: { unit: 'audio_second', per: 3600 },
  input_document_kpages: { unit: 'page', per: 1000 },
  input_annotated_document_kpages: { unit: 'annotated_page', per: 1000 },
  input_text_messages_kcount: { unit: 'text_message', per: 1000 },
};

/** `input_audio_hours` repeats `audio_hours`; citations are counted by no usage that we read. */
const IGNORED: ReadonlySet<string> = new Set(['input_audio_hours', 'output_citation_mtok']);

import type { Field } from './fields.ts';
import { parseDecimal, type Decimal } from './money.ts';
import { boundsOf, rateOf, type Rate } from './rate.ts';
import { readWhen, type When } from './when.ts';

/**
 * Units that service tiers, context tiers, speeds and regions move. Disjoint: a token is of exactly one. `input` is text
 * and, unless the row prices them apart, images; `cache_write` is a write without a lifetime, where the provider has one
 * price for all.
 */
export const TOKEN_UNITS = [
  'input',
  'input_audio',
  'input_image',
  'cache_read',
  'cache_read_audio',
  'cache_write',
  'cache_write_5m',
  'cache_write_1h',
  'output',
  'output_audio',
  'output_image',
  'reasoning',
] as const;

/** One model's prices over one stretch of time: the catalogue's unit, ready to be asked. */
export interface Row {
  /** As written in the file; the catalogue maps it to the name it goes by. */
  readonly provider: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly dateSuffixes: readonly DateSuffix[];
  /** In force from this instant (epoch milliseconds), −∞ when always … */
  readonly from: number;
  /** … until just before this one, ∞ when there is no end. */
  readonly to: number;
  /** `2025-06-10`, as it stands in the price id; empty when always. */
  readonly fromText: string;
  /** Read when first asked for: of hundreds of rows a program needs a handful. Throws PriceFileError the first time. */
  readonly terms: Terms;
}

/** What a row charges. */
export interface Terms {
  readonly prices: Prices;
  /** Things that are not tokens, by unit; no variant moves them. */
  readonly fees: ReadonlyMap<string, Rate>;
  readonly variants: readonly Variant[];
}

export type Prices = ReadonlyMap<string, Rate>;

/** What holds under certain conditions: a price list that replaces the row's, or a factor on it. */
export interface Variant {
  readonly when: When;
  readonly prices: Prices | undefined;
  readonly multiply: Decimal | undefined;
}

/** Forms of a date at the end of a model id that may be left out when matching. */
export type DateSuffix = 'YYYY-MM-DD' | 'YYYYMMDD' | 'MMDD' | 'YYMM';

export interface PriceFile {
  /** Other spellings of the provider, lower case. */
  readonly names: ReadonlyMap<string, string>;
  readonly rows: readonly Row[];
}

/** Keys a price file may have, level by level; spec/prices/schema.json says the same to editors. */
export const KEYS = {
  file: ['provider', 'names', 'sources', 'rows'],
  row: [
    'provider',
    'model',
    'aliases',
    'date_suffix',
    'from',
    'to',
    'prices',
    'fees',
    'variants',
    'source',
    'checked',
    'confidence',
    'note',
  ],
  price: ['usd', 'per'],
  variant: ['when', 'prices', 'multiply'],
} as const;

const CONFIDENCE = ['hand-checked', 'imported', 'disputed'];
const ISO_SUFFIXES: readonly DateSuffix[] = ['YYYY-MM-DD', 'YYYYMMDD'];
const MAX_VARIANTS = 30;

/** Reads one price file's content. Throws PriceFileError on the first thing that is wrong. */
export function readPriceFile(file: Field): PriceFile {
  const get = file.mapping(KEYS.file);
  const provider = get('provider').isAbsent ? undefined : get('provider').text();
  const names = new Map<string, string>();
  if (!get('names').isAbsent) {
    const owner = provider ?? get('names').fail('names need a provider they are names of');
    for (const name of get('names').list()) names.set(name.text(), owner);
  }
  const sources = get('sources').isAbsent
    ? []
    : get('sources')
        .entries()
        .map(([key, about]) => (about.text(), key));
  return {
    names,
    rows: get('rows')
      .list()
      .map((row) => readRow(row, provider, sources)),
  };
}

function readRow(field: Field, provider: string | undefined, sources: readonly string[]): Row {
  const get = field.mapping(KEYS.row);
  const from = get('from').isAbsent ? -Infinity : get('from').instant();
  const to = get('to').isAbsent ? Infinity : get('to').instant();
  if (from >= to) get('to').fail('must be later than from');
  let terms: Terms | undefined;
  return {
    provider: get('provider').isAbsent ? (provider ?? get('provider').fail('no provider')) : get('provider').text(),
    model: get('model').id(),
    aliases: get('aliases').isAbsent
      ? []
      : get('aliases')
          .list()
          .map((alias) => alias.id()),
    dateSuffixes: get('date_suffix').isAbsent ? ISO_SUFFIXES : readDateSuffixes(get('date_suffix')),
    from,
    to,
    fromText: from === -Infinity ? '' : new Date(from).toISOString().replace(/T00:00:00\.000Z$|\.000(?=Z$)/, ''),
    get terms() {
      terms ??= readTerms(field, sources);
      return terms;
    },
  };
}

function readTerms(field: Field, sources: readonly string[]): Terms {
  const get = field.mapping(KEYS.row);
  checkProvenance(get, sources);
  const variants = get('variants').isAbsent ? [] : get('variants').list().map(readVariant);
  if (variants.length > MAX_VARIANTS) get('variants').fail(`at most ${MAX_VARIANTS} variants`);
  const prices = get('prices').isAbsent ? new Map<string, Rate>() : readPrices(get('prices'));
  const fees = get('fees').isAbsent ? new Map<string, Rate>() : readFees(get('fees'));
  if (prices.size + fees.size === 0) field.fail('a row without prices and fees prices nothing');
  checkBounds(field, prices, variants);
  return { prices, fees, variants };
}

function checkBounds(field: Field, prices: Prices, variants: readonly Variant[]): void {
  const multipliers = variants.flatMap((variant) => variant.multiply ?? []);
  if (multipliers.length === 0) return;
  for (const list of [prices, ...variants.flatMap((variant) => variant.prices ?? [])]) {
    for (const [unit, rate] of list) {
      const problem = boundsOf(rate, multipliers);
      if (problem !== undefined) field.fail(`${unit} ${problem}`);
    }
  }
}

function checkProvenance(get: (key: (typeof KEYS.row)[number]) => Field, sources: readonly string[]): void {
  if (!get('source').isAbsent && sources.length > 0) {
    for (const source of get('source').oneOrMore())
      if (!sources.includes(source.text())) source.fail(`unknown source; known are ${sources.join(', ')}`);
  }
  if (!get('checked').isAbsent) get('checked').instant();
  const confidence = get('confidence');
  if (!confidence.isAbsent && !CONFIDENCE.includes(confidence.text()))
    confidence.fail(`expected one of ${CONFIDENCE.join(', ')}`);
}

function readPrices(field: Field): Prices {
  const prices = new Map<string, Rate>();
  for (const [unit, price] of field.entries()) {
    if (!(TOKEN_UNITS as readonly string[]).includes(unit))
      price.fail(`unknown unit; known are ${TOKEN_UNITS.join(', ')}. What is not a token belongs under fees`);
    prices.set(unit, readPrice(price));
  }
  if (prices.has('cache_write') && (prices.has('cache_write_5m') || prices.has('cache_write_1h')))
    field.fail('cache writes have one price, or one for each lifetime, not both');
  return prices;
}

function readFees(field: Field): ReadonlyMap<string, Rate> {
  const fees = new Map<string, Rate>();
  for (const [unit, price] of field.entries()) {
    if (!/^[a-z][a-z0-9_]*$/.test(unit)) price.fail('a unit is written in lower case letters, digits and _');
    if (TOKEN_UNITS.some((token) => unit.startsWith(token))) price.fail('a fee may not begin like a token unit');
    if (!price.isMapping) price.fail('a fee says its amount: {usd: "10", per: 1000}');
    fees.set(unit, readPrice(price));
  }
  return fees;
}

/** `"2.50"` is USD per 1,000,000; anything else says what it is per. */
function readPrice(field: Field): Rate {
  if (!field.isMapping) return rateFrom(field, 1_000_000);
  const get = field.mapping(KEYS.price);
  return rateFrom(get('usd'), get('per').wholeNumber());
}

function rateFrom(field: Field, per: number): Rate {
  const usd = readDecimal(field);
  if (-usd.exponent > 12) field.fail('at most 12 decimals');
  const rate = rateOf(usd, per);
  const problem = boundsOf(rate, []);
  return problem === undefined ? rate : field.fail(problem);
}

function readDecimal(field: Field): Decimal {
  const text = field.text();
  if (!/^\d+(\.\d+)?$/.test(text))
    field.fail(`expected a decimal such as "0.25", got ${JSON.stringify(text.slice(0, 60))}`);
  return parseDecimal(text) ?? field.fail('too long a number');
}

function readVariant(field: Field): Variant {
  const get = field.mapping(KEYS.variant);
  const when = readWhen(get('when'));
  const prices = get('prices').isAbsent ? undefined : readPrices(get('prices'));
  const multiply = get('multiply').isAbsent ? undefined : readDecimal(get('multiply'));
  if ((prices === undefined) === (multiply === undefined)) field.fail('a variant has either prices or multiply');
  return { when, prices, multiply };
}

function readDateSuffixes(field: Field): readonly DateSuffix[] {
  const known: readonly DateSuffix[] = ['YYYY-MM-DD', 'YYYYMMDD', 'MMDD', 'YYMM'];
  if (field.value === 'none') return [];
  return field
    .oneOrMore()
    .map(
      (item) => known.find((form) => form === item.value) ?? item.fail(`expected none or any of ${known.join(', ')}`),
    );
}

import { type Field } from './fields.ts';
import { type Rate, boundsOf, rateOf } from './rate.ts';
import { parseDecimal, type Decimal } from './money.ts';

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

export type TokenUnit = (typeof TOKEN_UNITS)[number];

/** What a variant may depend on, one bit each. */
export const DIMENSIONS = { service_tier: 1, speed: 2, region: 4, context_input: 8, window: 16 } as const;

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
  readonly prices: Prices;
  /** Things that are not tokens, by unit; nothing but a variant's own fee moves them. */
  readonly fees: ReadonlyMap<string, Rate>;
  readonly variants: readonly Variant[];
}

export type Prices = ReadonlyMap<string, Rate>;

/** What holds under certain conditions: a price list that replaces the row's, or a factor on it. */
export interface Variant {
  readonly when: When;
  /** The bits of DIMENSIONS that `when` names. */
  readonly dimensions: number;
  readonly prices: Prices | undefined;
  readonly multiply: Decimal | undefined;
}

export interface When {
  readonly serviceTier: readonly string[] | undefined;
  readonly speed: readonly string[] | undefined;
  readonly region: { readonly names: readonly string[]; readonly except: boolean } | undefined;
  /** Least total input for which it holds. */
  readonly minInput: number | undefined;
  readonly windows: readonly Window[] | undefined;
}

/** A stretch of the day in UTC minutes, half-open, over midnight when it ends before it begins. */
export interface Window {
  readonly from: number;
  readonly to: number;
  /** 0 is Sunday; the day on which the instant lies. */
  readonly weekdays: readonly number[] | undefined;
  /** Days since 1970-01-01 on which it does not hold. */
  readonly exceptDays: readonly number[];
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
  when: ['service_tier', 'speed', 'region', 'context_input', 'window'],
  context: ['gt', 'gte'],
  region: ['except'],
  window: ['utc_from', 'utc_to', 'weekdays', 'except_dates'],
} as const;

const CONFIDENCE = ['hand-checked', 'imported', 'disputed'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
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
  const from = get('from').isAbsent ? -Infinity : readInstant(get('from'));
  const to = get('to').isAbsent ? Infinity : readInstant(get('to'));
  if (from >= to) get('to').fail('must be later than from');
  checkProvenance(get, sources);
  const multipliers: Decimal[] = [];
  const variants = get('variants').isAbsent ? [] : get('variants').list().map(readVariant);
  if (variants.length > MAX_VARIANTS) get('variants').fail(`at most ${MAX_VARIANTS} variants`);
  for (const variant of variants) if (variant.multiply !== undefined) multipliers.push(variant.multiply);
  const prices = get('prices').isAbsent ? new Map<string, Rate>() : readPrices(get('prices'));
  const fees = get('fees').isAbsent ? new Map<string, Rate>() : readFees(get('fees'));
  if (prices.size + fees.size === 0) field.fail('a row without prices and fees prices nothing');
  const lists = multipliers.length === 0 ? [] : [prices, ...variants.flatMap((variant) => variant.prices ?? [])];
  for (const list of lists) {
    for (const [unit, rate] of list) {
      const problem = boundsOf(rate, multipliers);
      if (problem !== undefined) field.fail(`${unit} ${problem}`);
    }
  }
  return {
    provider: get('provider').isAbsent ? (provider ?? get('provider').fail('no provider')) : get('provider').text(),
    model: readId(get('model')),
    aliases: get('aliases').isAbsent ? [] : get('aliases').list().map(readId),
    dateSuffixes: get('date_suffix').isAbsent ? ISO_SUFFIXES : readDateSuffixes(get('date_suffix')),
    from,
    to,
    fromText: from === -Infinity ? '' : new Date(from).toISOString().replace(/T00:00:00\.000Z$|\.000(?=Z$)/, ''),
    prices,
    fees,
    variants,
  };
}

/** An id in the form it is looked up in: a row that could never match is a slip. */
function readId(field: Field): string {
  const id = field.text();
  return /[A-Z\s]/.test(id) ? field.fail(`${JSON.stringify(id)} must be lower case and without spaces`) : id;
}

function checkProvenance(get: (key: (typeof KEYS.row)[number]) => Field, sources: readonly string[]): void {
  if (!get('source').isAbsent && sources.length > 0) {
    for (const source of get('source').oneOrMore())
      if (!sources.includes(source.text())) source.fail(`unknown source; known are ${sources.join(', ')}`);
  }
  if (!get('checked').isAbsent) readInstant(get('checked'));
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
  const { when, dimensions } = readWhen(get('when'));
  const prices = get('prices').isAbsent ? undefined : readPrices(get('prices'));
  const multiply = get('multiply').isAbsent ? undefined : readDecimal(get('multiply'));
  if ((prices === undefined) === (multiply === undefined)) field.fail('a variant has either prices or multiply');
  return { when, dimensions, prices, multiply };
}

function readWhen(field: Field): { readonly when: When; readonly dimensions: number } {
  const get = field.mapping(KEYS.when);
  const texts = (key: 'service_tier' | 'speed'): readonly string[] | undefined =>
    get(key).isAbsent
      ? undefined
      : get(key)
          .oneOrMore()
          .map((item) => readId(item));
  const when: When = {
    serviceTier: texts('service_tier'),
    speed: texts('speed'),
    region: get('region').isAbsent ? undefined : readRegion(get('region')),
    minInput: get('context_input').isAbsent ? undefined : readContext(get('context_input')),
    windows: get('window').isAbsent ? undefined : get('window').oneOrMore().map(readWindow),
  };
  let dimensions = 0;
  for (const key of KEYS.when) if (!get(key).isAbsent) dimensions |= DIMENSIONS[key];
  return dimensions === 0 ? field.fail('a condition is missing') : { when, dimensions };
}

function readRegion(field: Field): When['region'] {
  if (!field.isMapping) return { names: field.oneOrMore().map((item) => readId(item)), except: false };
  const names = field.mapping(KEYS.region)('except').oneOrMore();
  return { names: names.map((item) => readId(item)), except: true };
}

function readContext(field: Field): number {
  const get = field.mapping(KEYS.context);
  if (get('gt').isAbsent === get('gte').isAbsent) field.fail('either gt or gte');
  return get('gt').isAbsent ? get('gte').wholeNumber() : get('gt').wholeNumber() + 1;
}

function readWindow(field: Field): Window {
  const get = field.mapping(KEYS.window);
  const weekdays = get('weekdays').isAbsent
    ? undefined
    : get('weekdays')
        .list()
        .map((day) => {
          const index = WEEKDAYS.indexOf(day.text());
          return index < 0 ? day.fail(`expected one of ${WEEKDAYS.join(', ')}`) : index;
        });
  const exceptDays = get('except_dates').isAbsent
    ? []
    : get('except_dates')
        .list()
        .map((day) => Math.floor(readInstant(day) / 86_400_000));
  return { from: readMinute(get('utc_from')), to: readMinute(get('utc_to')), weekdays, exceptDays };
}

function readMinute(field: Field): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(field.text());
  const minute = match === null ? -1 : Number(match[1]) * 60 + Number(match[2]);
  return minute < 0 || minute > 1440 ? field.fail('expected a time of day such as "16:30"') : minute;
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

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})Z)?$/;

/** `2025-06-10` (midnight) or `2025-06-10T16:00:00Z`, always UTC. */
function readInstant(field: Field): number {
  const match = INSTANT.exec(field.text());
  const [year, month, day, hour, minute, second] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const at = match === null ? NaN : Date.UTC(year!, month! - 1, day, hour, minute, second);
  const text = Number.isNaN(at) ? '' : new Date(at).toISOString();
  // A date that does not exist (02-30, 25:00) comes back as another one.
  const exists =
    match !== null &&
    text === `${field.text().slice(0, 10)}T${match[4] ?? '00'}:${match[5] ?? '00'}:${match[6] ?? '00'}.000Z`;
  return exists ? at : field.fail('expected a UTC instant such as "2025-06-10" or "2025-06-10T16:00:00Z"');
}

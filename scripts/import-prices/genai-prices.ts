import { genaiPrices, unpack } from './datasets.ts';
import { decimal, type Charges, type Offer, type Period, type Prices, type Variant } from './offer.ts';
import { feesOf, unitsOf, type ModelPrice, type TieredPrice } from './genai-units.ts';
import { normalise, type Provider } from './providers.ts';

/** What we use of the package: its own types come with it, and it is not installed. */
export interface GenaiPrices {
  findProvider(options: { readonly providerId: string }): GenaiProvider | undefined;
  calcPrice(
    usage: Readonly<Record<string, number>>,
    model: string,
    options: { readonly provider: GenaiProvider; readonly timestamp?: Date },
  ): Calculation | null;
}

export interface GenaiProvider {
  readonly id: string;
  readonly models: readonly GenaiModel[];
}

export interface Calculation {
  readonly model: GenaiModel;
  readonly total_price: number;
}

export interface GenaiModel {
  readonly id: string;
  readonly match: Match;
  readonly price_comments?: string;
  readonly prices: ModelPrice | readonly ConditionalPrice[];
}

interface ConditionalPrice {
  readonly constraint?: { readonly type: string; readonly start_date?: string };
  readonly prices: ModelPrice;
}

type Match = Readonly<Record<string, string | readonly Match[]>>;

/** Opens the data set, pinned and unpacked. */
export async function openGenaiPrices(): Promise<GenaiPrices> {
  return (await import(`${unpack(genaiPrices)}/dist/index.js`)) as GenaiPrices;
}

/** @throws {Error} when the data set has no such provider. */
export function providerOf(data: GenaiPrices, id: string): GenaiProvider {
  const found = data.findProvider({ providerId: id });
  if (found === undefined) throw new Error(`genai-prices has no provider ${id}`);
  return found;
}

/**
 * What the data set says of a provider's models. No offer comes of a model without a price, of one priced by the hour of the day,
 * and of one whose price is, by its own note, another seller's.
 */
export function readGenaiPrices(data: GenaiPrices, provider: Provider): readonly Offer[] {
  if (provider.genaiPrices === undefined) return [];
  const theirs = providerOf(data, provider.genaiPrices);
  return theirs.models.flatMap((model) => {
    const history = isCopied(model) ? undefined : historyOf(model);
    if (history === undefined) return [];
    const names = namesOf(data, theirs, model).map((name) => normalise(provider, name));
    return [...Map.groupBy(names, ({ region }) => region)].flatMap(([region, ids]) => {
      const accepted = ids.map(({ id }) => id).filter((id) => provider.accepts?.(id) ?? true);
      return accepted.length === 0
        ? []
        : [{ source: 'genai-prices' as const, provider: provider.name, ids: [...new Set(accepted)], region, history }];
    });
  });
}

/** Every name by which the data set itself calls a model. */
export function namesOf(data: GenaiPrices, provider: GenaiProvider, model: GenaiModel): readonly string[] {
  // A rule by prefix, part or pattern names nothing: what else it may fit is anybody's guess. And what another model's rule takes
  // first is not this one's. `regional.` is no prefix of Bedrock's, only of this data set.
  const named = [model.id.replace(/^regional\./, ''), ...equalsOf(model.match)];
  return named.filter((name) => data.calcPrice({ input_tokens: 1 }, name, { provider })?.model.id === model.id);
}

/** What a model's price depends on. */
export interface Dimensions {
  /** In the catalogue's words. */
  readonly units: readonly string[];
  /** Least total input for which a tier holds. */
  readonly tiers: readonly number[];
  /** Epoch milliseconds. */
  readonly changes: readonly number[];
  readonly isHourly: boolean;
}

export function dimensionsOf(model: GenaiModel): Dimensions {
  const all = conditionalPrices(model);
  const prices = all.map((each) => each.prices);
  return {
    units: prices.flatMap((price) => [
      ...unitsOf(model.id, price).map(([unit]) => unit),
      ...Object.keys(feesOf(price)),
    ]),
    tiers: prices.flatMap((price) =>
      Object.values(price).flatMap((value) =>
        typeof value === 'number' ? [] : value.tiers.map(({ start }) => start + 1),
      ),
    ),
    changes: all.flatMap(({ constraint }) =>
      constraint?.start_date === undefined ? [] : [Date.parse(constraint.start_date)],
    ),
    isHourly: all.some(({ constraint }) => constraint !== undefined && constraint.type !== 'start_date'),
  };
}

function equalsOf(match: Match): readonly string[] {
  return Object.entries(match).flatMap(([rule, value]) => {
    if (typeof value === 'string') return rule === 'equals' ? [value] : [];
    return rule === 'or' ? value.flatMap(equalsOf) : [];
  });
}

function isCopied({ price_comments: comments = '' }: GenaiModel): boolean {
  return /^(Imported from|Seen on) OpenRouter|just trusting open router/i.test(comments);
}

/** Undefined where it says nothing that a row can say. */
function historyOf(model: GenaiModel): readonly Period[] | undefined {
  const all = conditionalPrices(model);
  if (all.some(({ constraint }) => constraint !== undefined && constraint.type !== 'start_date')) return undefined;
  if (all.some(({ prices }) => Object.keys(prices).length === 0)) return undefined;
  const periods = all.toSorted((a, b) => startOf(a).localeCompare(startOf(b)));
  return periods.map((period, index) => ({
    from: startOf(period) === '' ? undefined : startOf(period),
    to: periods[index + 1]?.constraint?.start_date,
    ...chargesOf(model.id, period.prices),
  }));
}

function conditionalPrices({ prices }: GenaiModel): readonly ConditionalPrice[] {
  return isHistory(prices) ? prices : [{ prices }];
}

const startOf = ({ constraint }: ConditionalPrice): string => constraint?.start_date ?? '';

function chargesOf(id: string, price: ModelPrice): Charges {
  const units = unitsOf(id, price);
  const listAbove = (start: number): Prices =>
    Object.fromEntries(units.map(([unit, value]) => [unit, decimal(priceAbove(value, start))]));
  const starts = new Set(
    units.flatMap(([, value]) => (typeof value === 'number' ? [] : value.tiers.map(({ start }) => start))),
  );
  const variants: Variant[] = [...starts]
    .toSorted((a, b) => a - b)
    .map((start) => ({ when: { context_input: thresholdOf(start) }, prices: listAbove(start) }));
  return { prices: listAbove(-1), fees: feesOf(price), variants };
}

/** Their tiers begin above a number; `199999` is their way to say "from 200,000 on". */
const thresholdOf = (start: number): { readonly gt: number } | { readonly gte: number } =>
  start % 1000 === 999 ? { gte: start + 1 } : { gt: start };

function priceAbove(value: number | TieredPrice, start: number): number {
  if (typeof value === 'number') return value;
  return value.tiers.filter((tier) => tier.start <= start).at(-1)?.price ?? value.base;
}

function isHistory(prices: ModelPrice | readonly ConditionalPrice[]): prices is readonly ConditionalPrice[] {
  return Array.isArray(prices);
}

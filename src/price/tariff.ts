import { discountOn, type Discount } from './discount.ts';
import type { Decimal } from './money.ts';
import { sinceText, type Period } from './period.ts';
import { ratesOf, type Fees, type Prices, type Rates } from './price-list.ts';
import { boundsOf, scaled, type Rate } from './rate.ts';
import type { Row } from './row.ts';
import { holdingOf, resolveVariants, type Resolved } from './variant.ts';
import { DIMENSIONS, STANDARD, type Circumstances } from './when.ts';

/** A row over a stretch of time in which the same discounts hold: what a call is priced by. */
export interface Tariff extends Period {
  readonly row: Row;
  /** `provider/model@from*factor…`. */
  readonly priceId: string;
  readonly factors: readonly Decimal[];
  /** The price lists asked for so far, by the set of the row's variants that hold; few sets ever occur. */
  readonly lists: Map<number, List>;
  /** Fees under the factors, once asked for. */
  fees: Fees | undefined;
}

/** A price list in the two forms it is asked for. */
interface List extends Resolved {
  readonly rates: Rates;
}

/** The tariffs of a row under the discounts of the layers above it, the lowest layer first. `provider` is the name it goes by. */
export function tariffsOf(row: Row, provider: string, discounts: readonly (readonly Discount[])[]): readonly Tariff[] {
  const bounds = new Set([row.from, row.to]);
  for (const { from, to } of discounts.flat())
    for (const bound of [from, to]) if (row.from < bound && bound < row.to) bounds.add(bound);
  const instants = [...bounds].toSorted((a, b) => a - b);
  return instants.slice(1).map((to, index) => {
    const from = instants[index]!;
    // At −∞ only what has no beginning is in force, so the first instant of a stretch tells for all of it.
    const held = discounts.flatMap((ofLayer) => discountOn(ofLayer, row.model, from) ?? []);
    return {
      from,
      to,
      row,
      priceId: `${provider}/${row.model}${sinceText(row)}${held.map(({ text }) => `*${text}`).join('')}`,
      factors: held.map(({ factor }) => factor),
      lists: new Map(),
      fees: undefined,
    };
  });
}

/**
 * The token prices under these circumstances. Empty when nobody listed them: the standard price of a tier or speed the row
 * does not know would be a guess, and so would be one of two lists that hold at once.
 */
export function pricesFor(tariff: Tariff, circumstances: Circumstances): Prices {
  return listFor(tariff, circumstances).prices;
}

/** The same, by the index of the unit. */
export function ratesFor(tariff: Tariff, circumstances: Circumstances): Rates {
  return listFor(tariff, circumstances).rates;
}

/** What is not a token. */
export function feesOf(tariff: Tariff): Fees {
  tariff.fees ??= discounted(tariff.row.terms.fees, tariff.factors);
  return tariff.fees;
}

function listFor(tariff: Tariff, circumstances: Circumstances): List {
  const { terms } = tariff.row;
  const list = listOf(tariff, holdingOf(terms, circumstances));
  // One's own hardware costs the same by whatever name its time is sold.
  if (terms.isModelled) return list;
  const needed =
    (circumstances.serviceTier === STANDARD ? 0 : DIMENSIONS.service_tier) |
    (circumstances.speed === STANDARD ? 0 : DIMENSIONS.speed);
  return (list.covered & needed) === needed ? list : NOTHING_LISTED;
}

const NOTHING_LISTED: List = { prices: new Map(), rates: [], covered: 0 };

/** What holds when this set of the row's variants does. */
function listOf(tariff: Tariff, holding: number): List {
  let list = tariff.lists.get(holding);
  if (list === undefined) {
    const { prices: listed, covered } = resolveVariants(tariff.row.terms, holding);
    const prices = discounted(listed, tariff.factors);
    list = { prices, rates: ratesOf(prices), covered };
    tariff.lists.set(holding, list);
  }
  return list;
}

/** Rates under the factors of discounts. What no longer fits the numbers we count in has no price. */
export function discounted<R extends Rate>(
  rates: ReadonlyMap<string, R>,
  factors: readonly Decimal[],
): ReadonlyMap<string, R> {
  if (factors.length === 0) return rates;
  const lower = new Map<string, R>();
  for (const [unit, listed] of rates) {
    const rate = { ...listed, ...factors.reduce<Rate>(scaled, listed) };
    if (boundsOf(rate, []) === undefined) lower.set(unit, rate);
  }
  return lower;
}

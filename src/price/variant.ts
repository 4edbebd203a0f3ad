import { scaled } from './rate.ts';
import type { Prices, Terms, Variant } from './row.ts';
import { DIMENSIONS, holds, type Circumstances } from './when.ts';

/** Tier and speed without a name of their own in the catalogue. */
export const STANDARD = 'standard';

const NO_PRICES: Prices = new Map();

interface Resolved {
  readonly prices: Prices;
  /** DIMENSIONS that the applied variants depend on. */
  readonly covered: number;
}

/** Price lists of a row by the set of its variants that hold; few sets ever occur. */
const resolved = new WeakMap<Terms, Map<number, Resolved>>();

/**
 * The row's token prices under these circumstances. Empty when nobody listed them: the standard price of a tier or speed
 * the row does not know would be a guess, and so would be one of two lists that hold at once.
 */
export function pricesFor(terms: Terms, circumstances: Circumstances): Prices {
  let holding = 0;
  for (let index = 0; index < terms.variants.length; index += 1) {
    if (holds(terms.variants[index]!.when, circumstances)) holding |= 1 << index;
  }
  let lists = resolved.get(terms);
  if (lists === undefined) resolved.set(terms, (lists = new Map()));
  let list = lists.get(holding);
  if (list === undefined) lists.set(holding, (list = resolve(terms, holding)));
  const needed =
    (circumstances.serviceTier === STANDARD ? 0 : DIMENSIONS.service_tier) |
    (circumstances.speed === STANDARD ? 0 : DIMENSIONS.speed);
  return (list.covered & needed) === needed ? list.prices : NO_PRICES;
}

/**
 * An explicit list replaces the row's as a whole and beats factors on the same dimensions; of several lists the one wins
 * that depends on everything the others depend on, and among tiers of context the highest. Factors on further dimensions
 * then apply to whatever list was found.
 */
function resolve(terms: Terms, holding: number): Resolved {
  const variants = terms.variants.filter((_, index) => (holding & (1 << index)) !== 0);
  const lists = variants.filter((variant) => variant.prices !== undefined);
  const winner = lists.find((list) => lists.every((other) => other === list || beats(list, other)));
  if (lists.length > 0 && winner === undefined) return { prices: NO_PRICES, covered: 0 };
  let prices = winner?.prices ?? terms.prices;
  let covered = winner?.when.dimensions ?? 0;
  for (const variant of variants) {
    const { multiply } = variant;
    if (multiply === undefined || (winner !== undefined && includes(winner.when.dimensions, variant))) continue;
    prices = new Map([...prices].map(([unit, rate]) => [unit, scaled(rate, multiply)]));
    covered |= variant.when.dimensions;
  }
  return { prices, covered };
}

function beats(list: Variant, other: Variant): boolean {
  const [tier, otherTier] = [list.when.minInput ?? 0, other.when.minInput ?? 0];
  return (
    includes(list.when.dimensions, other) &&
    tier >= otherTier &&
    (list.when.dimensions !== other.when.dimensions || tier > otherTier)
  );
}

function includes(dimensions: number, variant: Variant): boolean {
  return (dimensions & variant.when.dimensions) === variant.when.dimensions;
}

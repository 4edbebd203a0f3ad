import { scaled } from './rate.ts';
import type { Prices } from './price-list.ts';
import type { Terms, Variant } from './terms.ts';
import { holds, type Circumstances } from './when.ts';

const NO_PRICES: Prices = new Map();

/** A price list, and what it is good for. */
export interface Resolved {
  readonly prices: Prices;
  /** DIMENSIONS that the applied variants depend on. */
  readonly covered: number;
}

/** The row's variants that hold under these circumstances, one bit each. */
export function holdingOf({ variants }: Terms, circumstances: Circumstances): number {
  let holding = 0;
  for (let index = 0; index < variants.length; index += 1) {
    if (holds(variants[index]!.when, circumstances)) holding |= 1 << index;
  }
  return holding;
}

/**
 * An explicit list replaces the row's as a whole and beats factors on the same dimensions; of several lists the one wins
 * that depends on everything the others depend on, and among tiers of context the highest. Factors on further dimensions
 * then apply to whatever list was found.
 */
export function resolveVariants(terms: Terms, holding: number): Resolved {
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

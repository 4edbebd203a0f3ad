import { DIMENSIONS, type Prices, type Row, type Variant, type When } from './row.ts';
import { scaled } from './rate.ts';

/** The circumstances of a call that a price may depend on, already in the catalogue's words. */
export interface Circumstances {
  readonly serviceTier: string;
  readonly speed: string;
  /** Empty when unknown. */
  readonly region: string;
  /** Total input, cached or not. */
  readonly inputTokens: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Tier and speed without a name of their own in the catalogue. */
export const STANDARD = 'standard';

const NO_PRICES: Prices = new Map();

interface Resolved {
  readonly prices: Prices;
  /** DIMENSIONS that the applied variants depend on. */
  readonly covered: number;
}

/** Price lists of a row by the set of its variants that hold; few sets ever occur. */
const resolved = new WeakMap<Row, Map<number, Resolved>>();

/**
 * The row's token prices under these circumstances. Empty when nobody listed them: the standard price of a tier or speed
 * the row does not know would be a guess, and so would be one of two lists that hold at once.
 */
export function pricesFor(row: Row, circumstances: Circumstances): Prices {
  let holding = 0;
  for (let index = 0; index < row.variants.length; index += 1) {
    if (holds(row.variants[index]!.when, circumstances)) holding |= 1 << index;
  }
  let lists = resolved.get(row);
  if (lists === undefined) resolved.set(row, (lists = new Map()));
  let list = lists.get(holding);
  if (list === undefined) lists.set(holding, (list = resolve(row, holding)));
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
function resolve(row: Row, holding: number): Resolved {
  const variants = row.variants.filter((_, index) => (holding & (1 << index)) !== 0);
  const lists = variants.filter((variant) => variant.prices !== undefined);
  const winner = lists.find((list) => lists.every((other) => other === list || beats(list, other)));
  if (lists.length > 0 && winner === undefined) return { prices: NO_PRICES, covered: 0 };
  let prices = winner?.prices ?? row.prices;
  let covered = winner?.dimensions ?? 0;
  for (const variant of variants) {
    const { multiply } = variant;
    if (multiply === undefined || (winner !== undefined && includes(winner.dimensions, variant))) continue;
    prices = new Map([...prices].map(([unit, rate]) => [unit, scaled(rate, multiply)]));
    covered |= variant.dimensions;
  }
  return { prices, covered };
}

function beats(list: Variant, other: Variant): boolean {
  const [tier, otherTier] = [list.when.minInput ?? 0, other.when.minInput ?? 0];
  return (
    includes(list.dimensions, other) && tier >= otherTier && (list.dimensions !== other.dimensions || tier > otherTier)
  );
}

function includes(dimensions: number, variant: Variant): boolean {
  return (dimensions & variant.dimensions) === variant.dimensions;
}

function holds(when: When, { serviceTier, speed, region, inputTokens, at }: Circumstances): boolean {
  if (when.serviceTier !== undefined && !when.serviceTier.includes(serviceTier)) return false;
  if (when.speed !== undefined && !when.speed.includes(speed)) return false;
  if (when.region !== undefined && (region === '' || when.region.names.includes(region) === when.region.except))
    return false;
  if (when.minInput !== undefined && inputTokens < when.minInput) return false;
  return when.windows === undefined || when.windows.some((window) => isWithin(window, at));
}

function isWithin(window: NonNullable<When['windows']>[number], at: number): boolean {
  const minutes = Math.floor(at / 60_000);
  const day = Math.floor(minutes / 1440);
  const minute = minutes - day * 1440;
  if (window.exceptDays.includes(day)) return false;
  // 1970-01-01 was a Thursday.
  if (window.weekdays !== undefined && !window.weekdays.includes((((day + 4) % 7) + 7) % 7)) return false;
  return window.from <= window.to
    ? minute >= window.from && minute < window.to
    : minute >= window.from || minute < window.to;
}

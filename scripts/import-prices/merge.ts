import { piAi } from './datasets.ts';
import type { Decisions, Disagreement } from './decisions.ts';
import { describe, type Charges, type Offer, type Period, type Prices, type Source, type Variant } from './offer.ts';

/** A model's rows to be, and where they come from. */
export interface Import {
  readonly provider: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly history: readonly Period[];
  readonly sources: readonly Source[];
  /** True where sources disagree and somebody chose. */
  readonly disputed: boolean;
}

export interface Merged {
  readonly imports: readonly Import[];
  /** Every disagreement, decided or not. */
  readonly disagreements: readonly Disagreement[];
}

interface Resolution {
  readonly history: readonly Period[];
  readonly sources: readonly Source[];
  readonly disputed: boolean;
}

/**
 * Joins what two sources say of one provider's models. `isKept` tells of an id that a row kept by hand answers for: nothing is
 * imported for it.
 */
export function merge(
  provider: string,
  genaiPrices: readonly Offer[],
  piAi: readonly Offer[],
  decisions: Decisions,
  isKept: (id: string) => boolean,
): Merged {
  const excluded = new Set(decisions.excluded.flatMap(({ models }) => models));
  const wanted = (id: string): boolean => !isKept(id) && !excluded.has(`${provider}/${id}`);
  const ofPiAi = byId(piAi);
  const disagreements: Disagreement[] = [];
  const resolutions = new Map<string, Resolution>();
  const groups: (readonly string[])[] = [];

  for (const offer of genaiPrices) {
    const ids = offer.ids.filter((id) => wanted(id) && !resolutions.has(id));
    for (const id of ids) {
      // Name by name: what one source takes for names of one model the other may have at different prices.
      const other = ofPiAi.get(id);
      if (other === undefined || agrees(offer, other)) {
        resolutions.set(id, other === undefined ? alone(offer) : joined(offer, other));
        continue;
      }
      const found = disagreement(`${provider}/${id}`, offer, other, decisions);
      disagreements.push(found);
      if (found.choice === null || found.choice === 'none') continue;
      const chosen = found.choice === 'pi-ai' ? other : offer;
      resolutions.set(id, { ...alone(chosen), disputed: true });
    }
    groups.push(ids);
  }
  const known = new Set(groups.flat());
  for (const offer of ofPiAi.values()) {
    const rest = offer.ids.filter((id) => wanted(id) && !known.has(id));
    for (const id of rest) resolutions.set(id, alone(offer));
    groups.push(rest);
  }
  return { imports: groups.flatMap((ids) => importsOf(provider, ids, resolutions)), disagreements };
}

/** One import for all names of a model that cost the same; a name with a date is left to the engine where the one without is there. */
function importsOf(
  provider: string,
  ids: readonly string[],
  resolutions: ReadonlyMap<string, Resolution>,
): readonly Import[] {
  const resolved = ids.flatMap((id) => {
    const resolution = resolutions.get(id);
    const undated = resolutions.get(withoutDate(id));
    if (resolution === undefined) return [];
    const isCovered = isDated(id) && undated !== undefined && priceOf(undated) === priceOf(resolution);
    return isCovered ? [] : [{ id, resolution }];
  });
  return [...Map.groupBy(resolved, ({ resolution }) => priceOf(resolution)).values()].flatMap((same) => {
    const [first, ...others] = same.toSorted((a, b) => Number(isDated(a.id)) - Number(isDated(b.id)));
    const sources = [...new Set(same.flatMap(({ resolution }) => resolution.sources))];
    return first === undefined
      ? []
      : [{ ...first.resolution, provider, model: first.id, aliases: others.map(({ id }) => id).toSorted(), sources }];
  });
}

/** What tells whether two names cost the same. */
function priceOf({ history, disputed }: Resolution): string {
  return JSON.stringify([history, disputed]);
}

const withoutDate = (id: string): string => id.replace(/-(20\d\d-\d\d-\d\d|20\d{6})$/, '');

const isDated = (id: string): boolean => id !== withoutDate(id);

function byId(offers: readonly Offer[]): ReadonlyMap<string, Offer> {
  return new Map(offers.flatMap((offer) => offer.ids.map((id) => [id, offer] as const)));
}

/** What an offer says of the day on which the source without history was read. */
export function current({ history }: Offer): Period {
  const period = history.findLast(({ from = '' }) => from <= piAi.date);
  if (period === undefined) throw new Error('a history begins with its first period');
  return period;
}

/** They agree where every price that both have is the same, under the same conditions. */
function agrees(a: Offer, b: Offer): boolean {
  const [one, other] = [current(a), current(b)];
  const lists = (charges: Charges): ReadonlyMap<string, Variant> =>
    new Map(charges.variants.map((variant) => [JSON.stringify(variant.when), variant]));
  const [ofOne, ofOther] = [lists(one), lists(other)];
  return (
    isConsistent(one.prices, other.prices) &&
    ofOne.size === ofOther.size &&
    [...ofOne].every(([when, variant]) => {
      const counterpart = ofOther.get(when);
      return (
        counterpart !== undefined &&
        variant.multiply === counterpart.multiply &&
        isConsistent(variant.prices ?? {}, counterpart.prices ?? {})
      );
    })
  );
}

function isConsistent(a: Prices, b: Prices): boolean {
  return Object.entries(a).every(([unit, usd]) => b[unit] === undefined || b[unit] === usd);
}

function alone({ history, source }: Offer): Resolution {
  return { history, sources: [source], disputed: false };
}

/** The first one's, with the units that only the other has a price for, as far as one price holds all the time. */
function joined(a: Offer, b: Offer): Resolution {
  const sources = [a.source, b.source];
  const [period] = a.history;
  if (a.history.length !== 1 || period === undefined) return { history: a.history, sources, disputed: false };
  const other = current(b);
  const prices = { ...other.prices, ...period.prices };
  const variants = period.variants.map((variant, index) => ({
    ...variant,
    ...(variant.prices && { prices: { ...other.variants[index]?.prices, ...variant.prices } }),
  }));
  return { history: [{ ...period, prices, variants }], sources, disputed: false };
}

/** A choice is about two prices: when one of them moves it has to be made again. */
function disagreement(model: string, a: Offer, b: Offer, { disagreements }: Decisions): Disagreement {
  const found = { model, 'genai-prices': describe(current(a)), 'pi-ai': describe(current(b)) };
  const before = disagreements.find((each) => each.model === model);
  const isDecided = before?.['genai-prices'] === found['genai-prices'] && before['pi-ai'] === found['pi-ai'];
  return { ...found, choice: isDecided ? before.choice : null, reason: isDecided ? before.reason : null };
}

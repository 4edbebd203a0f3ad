import { describe, type Charges, type Offer, type Period, type Prices, type Variant } from './offer.ts';

/**
 * Bedrock has an id for each region, a row has the region as a condition: joins a source's offers for the regions of one model
 * into one offer.
 */
export function joinRegions(offers: readonly Offer[]): readonly Offer[] {
  return [...Map.groupBy(offers, ({ ids }) => ids[0])].flatMap(([, ofModel]) => {
    const [first] = ofModel;
    if (first === undefined) return [];
    const ids = [...new Set(ofModel.flatMap((offer) => offer.ids))];
    const starts = [...new Set(ofModel.flatMap(({ history }) => history.map(({ from }) => from ?? '')))].toSorted();
    const history = starts.map((from, index): Period => {
      const byRegion = new Map(ofModel.map(({ region = '', history }) => [region, inForce(history, from)]));
      return { from: from === '' ? undefined : from, to: starts[index + 1], ...joined(byRegion) };
    });
    return [{ source: first.source, provider: first.provider, ids, history }];
  });
}

function inForce(history: readonly Period[], at: string): Period {
  const period = history.findLast(({ from = '' }) => from <= at);
  if (period === undefined) throw new Error('a history begins with its first period');
  return period;
}

function joined(byRegion: ReadonlyMap<string, Charges>): Charges {
  const global = byRegion.get('global');
  const others = [...byRegion].filter(([region]) => region !== 'global');
  // Nearly everything on Bedrock costs a tenth more in one region than anywhere.
  if (global !== undefined && others.length > 0 && others.every(([, charges]) => isTenthMore(charges, global))) {
    const uplift: Variant = { when: { region: { except: ['global'] } }, multiply: '1.1' };
    return { prices: global.prices, fees: global.fees, variants: [...global.variants, uplift] };
  }
  const base = byRegion.get('in-region') ?? byRegion.get('us') ?? others[0]?.[1] ?? global;
  if (base === undefined) throw new Error('a model without any region');
  const differing = [...byRegion].filter(([, charges]) => describe(charges) !== describe(base));
  const variants = differing.flatMap(([region, { prices, variants }]) => [
    { when: { region }, prices },
    ...variants.map(({ when, prices }) => ({ when: { region, ...when }, ...(prices && { prices }) })),
  ]);
  return { prices: base.prices, fees: base.fees, variants: [...base.variants, ...variants] };
}

function isTenthMore(charges: Charges, than: Charges): boolean {
  const lists = (each: Charges): readonly Prices[] => [each.prices, ...each.variants.map(({ prices }) => prices ?? {})];
  const scaled = lists(than).map((list) => Object.entries(list).map(([unit, usd]) => `${unit} ${times11(usd)}`));
  const theirs = lists(charges).map((list) =>
    Object.entries(list).map(([unit, usd]) => `${unit} ${toPico(usd) * 10n}`),
  );
  return JSON.stringify(scaled) === JSON.stringify(theirs);
}

const times11 = (usd: string): bigint => toPico(usd) * 11n;

/** Exactly, in units of 10⁻¹² USD. */
function toPico(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
}

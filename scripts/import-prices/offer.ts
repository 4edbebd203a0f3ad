/**
 * What one data set says of one model, in the catalogue's own terms. Everything that sources say differently is settled before
 * this: spellings, units, tiers, and that a number of theirs which is no price (a 0 for "not known") is absent.
 */
export interface Offer {
  readonly source: Source;
  /** Name of the catalogue: `mistral_ai`. */
  readonly provider: string;
  /** Ids that the source itself says are this model, each as the engine would look it up; the first is its name. */
  readonly ids: readonly string[];
  /** Where the ids of a source tell it, as Bedrock's do: `global`, `in-region`. */
  readonly region?: string;
  /** In order of time, without gaps. */
  readonly history: readonly Period[];
}

export type Source = 'genai-prices' | 'pi-ai';

/** One price over one stretch of time. */
export interface Period extends Charges {
  /** `2026-08-21`; absent when it holds since ever. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Charges {
  readonly prices: Prices;
  readonly fees: Readonly<Record<string, Fee>>;
  /** Lists that replace `prices`. */
  readonly variants: readonly Variant[];
}

/** Unit → USD for 1,000,000, a decimal. */
export type Prices = Readonly<Record<string, string>>;

export interface Fee {
  readonly usd: string;
  readonly per: number;
}

export interface Variant {
  readonly when: {
    readonly context_input?: { readonly gt: number } | { readonly gte: number };
    readonly region?: string | readonly string[] | { readonly except: readonly string[] };
  };
  readonly prices?: Prices;
  readonly multiply?: string;
}

/** `input 2 (> 200000: 4), output 10`: what a person compares, and what tells whether two sources agree. */
export function describe({ prices, fees, variants }: Charges): string {
  const parts = Object.entries(prices).map(([unit, usd]) => {
    const others = variants
      .filter((variant) => variant.prices?.[unit] !== undefined)
      .map((variant) => `${condition(variant)}: ${variant.prices?.[unit]}`);
    return `${unit} ${usd}${others.length === 0 ? '' : ` (${others.join('; ')})`}`;
  });
  const factors = variants.flatMap((variant) =>
    variant.multiply === undefined ? [] : [`${condition(variant)}: × ${variant.multiply}`],
  );
  const extras = Object.entries(fees).map(([unit, { usd, per }]) => `${unit} ${usd}${per === 1 ? '' : ` / ${per}`}`);
  return [...parts, ...factors, ...extras].join(', ');
}

function condition({ when: { context_input, region } }: Variant): string {
  const parts: string[] = [];
  if (region !== undefined)
    parts.push(
      typeof region === 'object' && 'except' in region ? `not ${region.except.join('/')}` : [region].flat().join('/'),
    );
  if (context_input !== undefined)
    parts.push('gt' in context_input ? `> ${context_input.gt}` : `≥ ${context_input.gte}`);
  return parts.join(' ');
}

/** A number of a source as the decimal it was meant to be: `0.18000000000000002` is 0.18. */
export function decimal(number: number): string {
  if (!Number.isFinite(number) || number < 0) throw new RangeError(`${number} is no price`);
  // A price has at most 12 decimals; 15 digits are what a double keeps, so that the last of 17 is never the source's.
  const text = Number(number.toPrecision(15)).toFixed(12);
  return text.replace(/\.?0+$/, '');
}

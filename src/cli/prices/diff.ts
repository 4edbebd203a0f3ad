/** `taskmeter prices diff`: which list prices are others at another instant. */
import type { Catalogue } from '../../price/catalogue.ts';
import { divideHalfEven } from '../../price/money.ts';
import { TOKEN_UNITS } from '../../price/price-list.ts';
import type { Rate } from '../../price/rate.ts';
import { feesOf } from '../../price/tariff.ts';
import { counted } from '../../report/columns.ts';
import { instantText } from '../instant.ts';
import { perUnits } from '../price/unit-price.ts';
import { wrapped } from '../wrap.ts';
import { type Column, tableOf } from './columns.ts';
import { entriesAt, type Entry, listsOf, type Model } from './entries.ts';
import { centsText } from './list.ts';

/** A price that is another at the second instant. Absent: there is none at that instant. */
export interface Change extends Model {
  readonly unit: string;
  /** As in `Listed`. */
  readonly condition: string;
  /** For so many units a price is shown: 1 for fees. */
  readonly per: 1 | 1_000_000;
  readonly from: Rate | undefined;
  readonly to: Rate | undefined;
}

/** The changes of those that `isAsked`, by provider, id, condition and unit. */
export function changesBetween(
  catalogue: Catalogue,
  [before, after]: readonly [number, number],
  isAsked: (model: Model) => boolean,
): Change[] {
  const [old, young] = [before, after].map((at) => pricesOf(entriesAt(catalogue, at).filter(isAsked)));
  const keys = [...new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])])].toSorted();
  return keys.flatMap((key) => {
    const [was, is] = [old?.get(key), young?.get(key)];
    const any = was ?? is;
    if (any === undefined || (was && is && areEqual(was.rate, is.rate))) return [];
    const { provider, model, unit, condition, per } = any;
    return [{ provider, model, unit, condition, per, from: was?.rate, to: is?.rate }];
  });
}

interface Price extends Model {
  readonly unit: string;
  readonly condition: string;
  readonly per: 1 | 1_000_000;
  readonly rate: Rate;
}

function pricesOf(entries: readonly Entry[]): Map<string, Price> {
  const prices = entries.flatMap(({ provider, model, tariff }) =>
    [
      ...listsOf(tariff).map((listed) => ({ ...listed, per: 1_000_000 as const })),
      { condition: '', prices: feesOf(tariff), per: 1 as const },
    ].flatMap(({ condition, prices: list, per }) =>
      [...list].map(([unit, rate]): Price => ({ provider, model, unit, condition, per, rate })),
    ),
  );
  return new Map(prices.map((price) => [keyOf(price), price]));
}

/** Sorts a model's own list before its variants', tokens before fees, and tokens as a cost's lines are. */
function keyOf({ provider, model, condition, unit }: Price): string {
  const rank = TOKEN_UNITS.findIndex((token) => token === unit);
  const order = rank === -1 ? TOKEN_UNITS.length : rank;
  return [provider, model, condition, String(order).padStart(2, '0'), unit].join('\n');
}

/** A table of the changes; without `all` those of tiers, regions and long prompts, which follow the others, are counted only. */
export function diffText(
  changes: readonly Change[],
  {
    range: [before, after],
    all,
    width,
  }: { readonly range: readonly [number, number]; readonly all: boolean; readonly width: number },
): string {
  const range = `between ${instantText(before)} and ${instantText(after)}`;
  if (changes.length === 0) return `no price changed ${range}`;
  const shown = all ? changes : changes.filter(({ condition }) => condition === '');
  const columns: Column<Change>[] = [
    { head: 'model', kind: 'words', cell: ({ provider, model }) => `${provider}/${model}` },
    { head: 'from', kind: 'decimals', cell: ({ from, per }) => centsText(from, per) },
    { head: 'to', kind: 'decimals', cell: ({ to, per }) => centsText(to, per) },
    { head: 'change', kind: 'decimals', cell: changeText },
    { head: 'of', kind: 'words', cell: nameOf },
  ];
  const models = new Set(changes.map(({ provider, model }) => `${provider}/${model}`)).size;
  const hidden = changes.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : [...tableOf(shown, columns, width), '']),
    ...wrapped(
      `${counted(changes.length, 'price', 'prices')} of ${counted(models, 'model', 'models')} changed ${range}; USD for 1,000,000 tokens, or each`,
      width,
    ),
    ...(hidden === 0
      ? []
      : wrapped(`${hidden} of them depend on tier, speed, region, hour or length: --all shows them`, width)),
  ].join('\n');
}

function nameOf({ unit, condition, per }: Change): string {
  return `${unit}${per === 1 ? ', each' : ''}${condition === '' ? '' : ` (${condition})`}`;
}

export function changeJson({ provider, model, unit, condition, per, from, to }: Change): object {
  const text = (rate: Rate | undefined): string | null => (rate === undefined ? null : perUnits(rate, per));
  return {
    provider,
    model,
    unit,
    condition,
    per,
    from: text(from),
    to: text(to),
    percent: percentOf(from, to) ?? null,
  };
}

function changeText({ from, to }: Change): string {
  if (from === undefined) return 'new';
  if (to === undefined) return 'gone';
  const percent = percentOf(from, to);
  return percent === undefined ? '–' : `${percent > 0 ? '+' : ''}${percent.toFixed(1)}%`;
}

/** Of the old price, rounded half to even at a tenth; absent where one of the two is, or the old one is nothing. */
function percentOf(from: Rate | undefined, to: Rate | undefined): number | undefined {
  if (from === undefined || to === undefined || from.numerator === 0n) return undefined;
  const old = from.numerator * to.denominator;
  return Number(divideHalfEven((to.numerator * from.denominator - old) * 1000n, old)) / 10;
}

function areEqual(a: Rate, b: Rate): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

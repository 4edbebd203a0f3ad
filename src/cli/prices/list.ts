/** `taskmeter prices list`: the prices in force, a line a model. */
import type { Catalogue } from '../../price/catalogue.ts';
import type { Rate } from '../../price/rate.ts';
import { feesOf } from '../../price/tariff.ts';
import { counted } from '../../report/columns.ts';
import { instantText } from '../instant.ts';
import { perUnits } from '../price/unit-price.ts';
import { wrapped } from '../wrap.ts';
import { type Column, tableOf } from './columns.ts';
import { type Entry, listsOf, standardPrices } from './entries.ts';

/** A table of the entries' prices in USD for 1,000,000 tokens. */
export function listText(catalogue: Catalogue, entries: readonly Entry[], at: number, width: number): string {
  const price = (head: string, units: readonly string[], spare?: number): Column<Entry> => ({
    head,
    kind: 'decimals',
    cell: (entry) => centsText(units.map((unit) => standardPrices(entry, at).get(unit)).find((rate) => rate)),
    ...(spare === undefined ? {} : { spare }),
  });
  const columns: Column<Entry>[] = [
    { head: 'model', kind: 'words', cell: ({ provider, model }) => `${provider}/${model}` },
    price('input', ['input', 'input_audio']),
    price('cached', ['cache_read'], 1),
    price('written', ['cache_write_5m', 'cache_write'], 2),
    price('output', ['output', 'output_audio', 'output_image']),
    { head: 'since', kind: 'words', cell: ({ tariff }) => sinceText(tariff.from), spare: 3 },
    { head: 'confidence', kind: 'words', cell: confidenceOf, spare: 4 },
  ];
  return [
    ...tableOf(entries, columns, width),
    '',
    ...wrapped(
      `${counted(entries.length, 'model', 'models')}, USD for 1,000,000 tokens at ${instantText(at)}, catalogue ${catalogue.version}`,
      width,
    ),
  ].join('\n');
}

/** One of the entries for machines: a line of a list. Prices are exact decimals in USD for 1,000,000 tokens, fees for one. */
export function entryJson({ provider, model, tariff }: Entry): object {
  const { row } = tariff;
  const [own, ...variants] = listsOf(tariff).map(({ condition, prices }) => ({
    condition,
    prices: pricesJson(prices),
  }));
  const { sources, checked, confidence, note } = row.provenance;
  return {
    provider,
    model,
    aliases: row.aliases,
    price_id: tariff.priceId,
    from: bound(tariff.from),
    to: bound(tariff.to),
    modelled: row.terms.isModelled,
    prices: own?.prices ?? {},
    variants,
    fees: Object.fromEntries([...feesOf(tariff)].map(([unit, rate]) => [unit, perUnits(rate, 1)])),
    sources,
    checked: checked ?? null,
    confidence: confidence ?? null,
    ...(note === undefined ? {} : { note }),
  };
}

/** `2.00`: exact, with cents at least, for so many units. A price that nobody lists is a dash. */
export function centsText(rate: Rate | undefined, per = 1_000_000): string {
  if (rate === undefined) return '–';
  const [whole, fraction = ''] = perUnits(rate, per).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

export function sinceText(from: number): string {
  return from === -Infinity ? 'always' : instantText(from);
}

function pricesJson(prices: ReadonlyMap<string, Rate>): Readonly<Record<string, string>> {
  return Object.fromEntries([...prices].map(([unit, rate]) => [unit, perUnits(rate, 1_000_000)]));
}

function confidenceOf({ tariff }: Entry): string {
  return `${tariff.row.provenance.confidence ?? ''}${tariff.row.terms.isModelled ? ' (modelled)' : ''}`.trim();
}

/** An end of the time for machines; `null` where there is none. */
function bound(at: number): string | null {
  return Number.isFinite(at) ? instantText(at) : null;
}

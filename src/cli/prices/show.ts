/** `taskmeter prices show`: all there is to know of one model's prices. */
import { matchModel, type Catalogue } from '../../price/catalogue.ts';
import { TOKEN_UNITS } from '../../price/price-list.ts';
import { feesOf, type Tariff } from '../../price/tariff.ts';
import { contains, type Period } from '../../price/period.ts';
import { instantText } from '../instant.ts';
import { type Note, notesText, originOf, periodText } from '../price/notes.ts';
import { priceText } from '../price/unit-price.ts';
import { type Column, tableOf } from './columns.ts';
import { listsOf, type Listed, type Model } from './entries.ts';
import { centsText } from './list.ts';

/** Every price the model has had, has and will have, in the order in which they are in force; then what else it costs. */
export function showText(catalogue: Catalogue, { provider, model }: Model, at: number, width: number): string {
  const tariffs = historyOf(catalogue, { provider, model });
  const current = tariffs.find((tariff) => contains(tariff, at));
  const shown = current ?? tariffs.at(-1);
  return [
    `${provider}/${model}${current === undefined ? `, no price at ${instantText(at)}` : ''}`,
    ...pricesTable(tariffs, current, width),
    ...(shown === undefined ? [] : feesTable(shown, width)),
    '',
    ...notesText([...(shown === undefined ? [] : aboutRow(shown)), ['catalogue', catalogue.version]], width),
  ].join('\n');
}

/** The tariffs of a model, oldest first, each for as long as no other layer's hides it: at any instant at most one. */
export function historyOf(catalogue: Catalogue, { provider, model }: Model): Tariff[] {
  const visible: Tariff[] = [];
  for (const tariff of matchModel(catalogue, provider, model).tariffs) {
    let parts: Period[] = [tariff];
    for (const above of visible) parts = parts.flatMap((part) => without(part, above));
    visible.push(...parts.map(({ from, to }) => ({ ...tariff, from, to })));
  }
  return joined(visible.toSorted((a, b) => a.from - b.from));
}

/** Discounts of other models cut a price in two that are one. */
function joined(tariffs: readonly Tariff[]): Tariff[] {
  const history: Tariff[] = [];
  for (const tariff of tariffs) {
    const last = history.at(-1);
    const isSame = last?.priceId === tariff.priceId && last.row === tariff.row && last.to === tariff.from;
    if (isSame) history[history.length - 1] = { ...last, to: tariff.to };
    else history.push(tariff);
  }
  return history;
}

/** What is left of a period outside of another. */
function without({ from, to }: Period, other: Period): Period[] {
  const before = { from, to: Math.min(to, other.from) };
  const after = { from: Math.max(from, other.to), to };
  return [before, after].filter((part) => part.from < part.to);
}

interface Priced extends Listed {
  /** On the first line of a tariff only. */
  readonly period: string;
}

function pricesTable(tariffs: readonly Tariff[], current: Tariff | undefined, width: number): string[] {
  const lines = tariffs.flatMap((tariff) =>
    listsOf(tariff).map(({ condition, prices }, index): Priced => {
      const period = `${tariff === current ? '→ ' : '  '}${periodText(tariff)}`;
      return {
        period: index === 0 ? period : '',
        condition: condition === '' ? standardText(tariff) : condition,
        prices,
      };
    }),
  );
  // On hardware of one's own every token has one price.
  const isModelled = tariffs.every(({ row }) => row.terms.isModelled);
  const units = isModelled
    ? (['input', 'output'] as const)
    : TOKEN_UNITS.filter((unit) => lines.some(({ prices }) => prices.has(unit)));
  if (units.length === 0) return [];
  const columns: Column<Priced>[] = [
    { head: '  in force', kind: 'words', cell: ({ period }) => period },
    ...units.map((unit): Column<Priced> => ({
      head: unit,
      kind: 'decimals',
      cell: ({ prices }) => centsText(prices.get(unit)),
    })),
    { head: 'USD / 1M', kind: 'words', cell: ({ condition }) => condition },
  ];
  return ['', ...tableOf(lines, columns, width)];
}

function standardText({ row }: Tariff): string {
  return row.terms.isModelled ? 'modelled' : 'standard';
}

function aboutRow({ row, priceId }: Tariff): Note[] {
  const { aliases, dateSuffixes } = row;
  return [
    ['row', priceId],
    ...(aliases.length === 0 ? [] : [['also', aliases.join(', ')] as const]),
    ...(dateSuffixes.length === 0
      ? []
      : [['dated', dateSuffixes.map((form) => `${row.model}-${form}`).join(', ')] as const]),
    ...originOf(row),
  ];
}

function feesTable(tariff: Tariff, width: number): string[] {
  const fees = [...feesOf(tariff)];
  if (fees.length === 0) return [];
  return [
    '',
    ...tableOf(
      fees,
      [
        { head: 'besides tokens', kind: 'words', cell: ([unit]) => unit },
        { head: 'price', kind: 'words', cell: ([unit, rate]) => priceText(unit, rate) },
        { head: '', kind: 'words', cell: ([, { min }]) => (min > 0 ? `at least ${min}` : '') },
      ],
      width,
    ),
  ];
}

/** The price of one call for people: its lines, their sum, and where the price comes from. */
import { matchModel, tariffAt, type Catalogue } from '../../price/catalogue.ts';
import type { Cost, CostLine } from '../../price/cost.ts';
import { formatUsd } from '../../price/money.ts';
import { fractionOf, type Rate } from '../../price/rate.ts';
import type { Tariff } from '../../price/tariff.ts';
import { grouped, inColumns } from '../../report/columns.ts';
import type { CallQuery } from './flags.ts';
import { type Note, notesText, originOf, periodText } from './notes.ts';
import { exactDollars, priceText } from './unit-price.ts';

/** Lines of at most `width` columns, where the words are shorter. */
export function reportCost(catalogue: Catalogue, query: CallQuery | undefined, cost: Cost, width: number): string {
  const tariff = query && tariffAt(matchModel(catalogue, query.provider, query.model), query.at);
  return [...tableOf(cost), '', ...notesOn(cost, tariff, width)].join('\n');
}

function tableOf({ lines, total = 0n, unpricedUnits }: Cost): string[] {
  const decimals = Math.max(2, ...[total, ...lines.map(({ atto }) => atto)].map(decimalsOf));
  const [head = '', ...rest] = inColumns(
    [
      ['unit', 'quantity', 'price', 'amount'],
      ...lines.map((line) => [
        line.unit,
        grouped(line.quantity),
        priceText(line.unit, rateOf(line)),
        exactDollars(line.atto, decimals),
      ]),
      ...unpricedUnits.map((unit) => [unit, '', 'no price', '']),
      ['total', '', '', `${unpricedUnits.length > 0 ? '≥ ' : ''}${exactDollars(total, decimals)}`],
    ],
    'lrrr',
  );
  const rule = '─'.repeat(Math.max(head.length, ...rest.map((line) => line.length)));
  return [head, rule, ...rest.slice(0, -1), rule, ...rest.slice(-1)];
}

/** The price that made a line. */
function rateOf({ atto, quantity }: CostLine): Rate {
  return fractionOf(atto, BigInt(quantity));
}

function decimalsOf(atto: bigint): number {
  return formatUsd(atto).split('.')[1]?.length ?? 0;
}

function notesOn(cost: Cost, tariff: Tariff | undefined, width: number): string[] {
  const notes: Note[] = [
    ['status', cost.status],
    ...(cost.assumed.includes('cache_write_5m')
      ? [['assumed', 'a cache write without a lifetime is one of 5 minutes'] as const]
      : []),
    ...(cost.cacheSaving === undefined ? [] : [['cache', savingText(cost.cacheSaving)] as const]),
    ...(cost.priceId === undefined ? [] : [['row', cost.priceId] as const]),
    ...(tariff === undefined ? [] : [['in force', periodText(tariff)] as const, ...originOf(tariff.row)]),
    ['catalogue', cost.catalogue],
  ];
  return notesText(notes, width);
}

function savingText(saving: bigint): string {
  if (saving === 0n) return 'saved nothing';
  return saving > 0n ? `saved ${exactDollars(saving)}` : `cost ${exactDollars(-saving)} more than it saved`;
}

import {
  dimensionsOf,
  namesOf,
  providerOf,
  type Dimensions,
  type GenaiPrices,
  type GenaiProvider,
} from '../../../scripts/import-prices/genai-prices.ts';
import { providers } from '../../../scripts/import-prices/providers.ts';
import { matchModel, type Catalogue } from '../../../src/price/catalogue.ts';
import { priceOf } from '../../../src/price/cost.ts';
import { formatUsd } from '../../../src/price/money.ts';
import type { Row } from '../../../src/price/row.ts';
import { questionsFor, type Question } from './questions.ts';

/** Two answers to one question about one model. */
export interface Difference {
  /** `provider/model` as asked. */
  readonly model: string;
  /** `openai/gpt-5.4, 272000 in, 2026-11-24T12:00:00.000Z: 0.6905 here, 1.3753 there`. */
  readonly line: string;
}

export interface Comparison {
  readonly models: number;
  readonly answers: number;
  readonly differences: readonly Difference[];
}

/** Always asked: a peak hour and a quiet one, a weekend, and the day of this comparison. */
const INSTANTS = ['2026-08-24T02:00:00Z', '2026-08-29T02:00:00Z', '2026-11-24T12:00:00Z'].map((at) => Date.parse(at));

/** Asks both engines about every model that both know by the same name. */
export function compareWithGenaiPrices(catalogue: Catalogue, data: GenaiPrices): Comparison {
  const found: Difference[] = [];
  let models = 0;
  let answers = 0;
  for (const { name, genaiPrices } of providers) {
    if (genaiPrices === undefined) continue;
    const theirs = providerOf(data, genaiPrices);
    const names = new Set([
      ...(catalogue.layers[0]?.byProvider.get(name)?.keys() ?? []),
      ...theirs.models.flatMap((model) => namesOf(data, theirs, model)),
    ]);
    for (const model of names) {
      const rows = matchModel(catalogue, name, model).tariffs.map(({ row }) => row);
      const known = data.calcPrice({ input_tokens: 1 }, model, { provider: theirs })?.model;
      if (rows.length === 0 || known === undefined) continue;
      models += 1;
      const dimensions = dimensionsOf(known);
      for (const at of instantsOf(rows, dimensions)) {
        for (const question of questionsFor(unitsOf(rows, dimensions), tiersOf(rows, dimensions))) {
          const ours = askUs(catalogue, name, model, question, at);
          const total = askThem(data, theirs, model, question, at);
          answers += 1;
          if (isSame(ours, total)) continue;
          const when = new Date(at).toISOString().replace('.000Z', 'Z');
          found.push({
            model: `${name}/${model}`,
            line: `${name}/${model}, ${question.name}, ${when}: ${ours} here, ${Number(total.toPrecision(12))} there`,
          });
        }
      }
    }
  }
  return { models, answers, differences: found };
}

/** USD; where that is not all, the status or what has no price. */
function askUs(catalogue: Catalogue, provider: string, model: string, { ours: usage }: Question, at: number): string {
  const { status, total, unpricedUnits } = priceOf(catalogue, { provider, model, usage, at });
  if (status === 'priced' && total !== undefined) return formatUsd(total);
  return unpricedUnits.length === 0 ? status : `no price of ${unpricedUnits.join(', ')}`;
}

function askThem(data: GenaiPrices, provider: GenaiProvider, model: string, { theirs }: Question, at: number): number {
  const calculation = data.calcPrice(theirs, model, { provider, timestamp: new Date(at) });
  if (calculation === null) throw new Error(`genai-prices knows ${model}, and does not`);
  return calculation.total_price;
}

/** They count in doubles, each sum of which is off by a little; no two prices are so close. */
function isSame(ours: string, theirs: number): boolean {
  return Math.abs(Number(ours) - theirs) <= 1e-12 + theirs * 1e-12;
}

/** The fixed ones, and both sides of every change that either has. */
function instantsOf(rows: readonly Row[], { changes, isHourly }: Dimensions): readonly number[] {
  const isHourlyHere = rows.some(({ terms }) => terms.variants.some(({ when }) => when.windows !== undefined));
  const dated = [...rows.flatMap(({ from, to }) => [from, to]), ...changes].filter((at) => Number.isFinite(at));
  const always = isHourly || isHourlyHere ? INSTANTS : INSTANTS.slice(-1);
  return [...new Set([...always, ...dated.flatMap((at) => [at - 1, at])])].toSorted((a, b) => a - b);
}

function unitsOf(rows: readonly Row[], { units }: Dimensions): ReadonlySet<string> {
  return new Set([...rows.flatMap(({ terms }) => [...terms.prices.keys(), ...terms.fees.keys()]), ...units]);
}

function tiersOf(rows: readonly Row[], { tiers }: Dimensions): ReadonlySet<number> {
  return new Set([...rows.flatMap(({ terms }) => terms.variants.flatMap(({ when }) => when.minInput ?? [])), ...tiers]);
}

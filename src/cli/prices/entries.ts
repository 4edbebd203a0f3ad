/** What the catalogue asks for each model at an instant: what the subcommands of `taskmeter prices` show. */
import { matchModel, providerName, tariffAt, type Catalogue } from '../../price/catalogue.ts';
import type { Prices } from '../../price/price-list.ts';
import { discounted, pricesFor, type Tariff } from '../../price/tariff.ts';
import { STANDARD } from '../../price/when.ts';
import { conditionText } from './condition.ts';

/** A row's id, and by which provider. */
export interface Model {
  /** The name the provider goes by. */
  readonly provider: string;
  readonly model: string;
}

/** A model with the price it has. */
export interface Entry extends Model {
  /** Of several layers' rows the first in force, under the discounts above it. */
  readonly tariff: Tariff;
}

/** Every model with a price at an instant (epoch milliseconds), by provider and id. */
export function entriesAt(catalogue: Catalogue, at: number): Entry[] {
  return modelsOf(catalogue).flatMap((model) => {
    const tariff = tariffAt(matchModel(catalogue, model.provider, model.model), at);
    return tariff === undefined ? [] : [{ ...model, tariff }];
  });
}

/** Every model that has, had or will have a price, sorted. */
export function modelsOf(catalogue: Catalogue): Model[] {
  const models = new Map<string, Model>();
  for (const { provider, model } of catalogue.layers.flatMap((layer) => layer.rows)) {
    const name = providerName(catalogue, provider);
    models.set(`${name}/${model}`, { provider: name, model });
  }
  return [...models.keys()].toSorted().flatMap((key) => models.get(key) ?? []);
}

/** Those whose provider, id or aliases have all the words in them, in whatever case. */
export function matching(entries: readonly Entry[], words: readonly string[]): Entry[] {
  const wanted = words.map((word) => word.toLowerCase());
  return entries.filter(({ provider, model, tariff }) => {
    const names = [model, ...tariff.row.aliases].map((id) => `${provider}/${id}`);
    return wanted.every((word) => names.some((name) => name.includes(word)));
  });
}

/** The prices of tokens at an instant at the standard tier and speed, in no region, for a short prompt. */
export function standardPrices({ tariff }: Entry, at: number): Prices {
  return pricesFor(tariff, { serviceTier: STANDARD, speed: STANDARD, region: '', inputTokens: 0, at });
}

/** A price list and what it is for. */
export interface Listed {
  /** `tier batch`; empty for the row's own list. */
  readonly condition: string;
  readonly prices: Prices;
}

/** The row's own list and its variants', under the discounts in force. A variant's factor gives the list it makes of the row's own. */
export function listsOf({ row, factors }: Tariff): Listed[] {
  const { prices, variants } = row.terms;
  return [
    { condition: '', prices: discounted(prices, factors) },
    ...variants.map(({ when, prices: own, multiply }) => ({
      condition: conditionText(when),
      prices: discounted(own ?? prices, multiply === undefined ? factors : [...factors, multiply]),
    })),
  ];
}

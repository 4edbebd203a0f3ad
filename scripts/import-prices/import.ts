import { existsSync } from 'node:fs';
import type { Catalogue } from '../../src/price/catalogue.ts';
import { findRows, type RowsById } from '../../src/price/match.ts';
import type { Row } from '../../src/price/row.ts';
import { readCatalogueFile } from '../../src/price/price-file.ts';
import { farthest, MAX_FACTOR } from '../check-prices/history.ts';
import type { Prices } from '../check-prices/files.ts';
import { piAi } from './datasets.ts';
import type { Decisions, Disagreement } from './decisions.ts';
import { openGenaiPrices, readGenaiPrices } from './genai-prices.ts';
import { current, merge } from './merge.ts';
import type { Offer } from './offer.ts';
import { readPiAi } from './pi-ai.ts';
import { providers } from './providers.ts';
import { joinRegions } from './regions.ts';
import { fileOf } from './write.ts';

export interface Result {
  /** Path → content; undefined where no file belongs. */
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly disagreements: readonly Disagreement[];
  /** What people have to look after. */
  readonly problems: string[];
}

/** All that an import would write, for every provider. */
export async function importPrices(decisions: Decisions): Promise<Result> {
  const genaiPrices = await openGenaiPrices();
  const files = new Map<string, string | undefined>();
  const disagreements: Disagreement[] = [];
  const offered = new Set<string>();
  const far: string[] = [];
  for (const provider of providers) {
    const byHand = readByHand(provider.file);
    const named = { ...provider, names: provider.names ?? [...(byHand?.names.keys() ?? [])] };
    const kept: RowsById = byHand?.layers[0]?.byProvider.get(provider.name) ?? new Map();
    const isKept = (id: string): boolean => findRows(kept, id).length > 0;
    const sources: readonly (readonly Offer[])[] = [
      joinRegions(readGenaiPrices(genaiPrices, named)),
      joinRegions(readPiAi(named)),
    ];
    for (const offer of sources.flat()) {
      for (const id of offer.ids) {
        if (!isKept(id)) offered.add(`${provider.name}/${id}`);
        else if (isFar(findRows(kept, id), offer)) far.push(`${provider.name}/${id} is not what ${offer.source} says`);
      }
    }
    const [first = [], second = []] = sources;
    const { imports, disagreements: found } = merge(provider.name, first, second, decisions, isKept);
    files.set(`spec/prices/${provider.file}.imported.yaml`, fileOf(provider, imports));
    disagreements.push(...found);
  }
  const idle = decisions.excluded.flatMap(({ models }) => models).filter((model) => !offered.has(model));
  return {
    files,
    disagreements,
    problems: [
      ...idle.map((model) => `${model} is excluded in vain: no source has it, or a row kept by hand answers for it`),
      ...far.map((what) => `${what}, by more than a factor of five: one of them must be wrong`),
    ],
  };
}

/** Whether a row kept by hand is further from what a source says than a price that anybody misread by a little. */
function isFar(rows: readonly Row[], offer: Offer): boolean {
  const at = Date.parse(piAi.date);
  const row = rows.find(({ from, to }) => from <= at && at < to);
  const { prices } = (row?.field.value ?? {}) as { readonly prices?: Prices };
  return farthest(prices, current(offer).prices) > MAX_FACTOR;
}

function readByHand(file: string): Catalogue | undefined {
  const path = `spec/prices/${file}.yaml`;
  return existsSync(path) ? readCatalogueFile(path, new Map()) : undefined;
}

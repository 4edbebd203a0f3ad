import { existsSync } from 'node:fs';
import type { Catalogue } from '../../src/price/catalogue.ts';
import { findRows, type RowsById } from '../../src/price/match.ts';
import { readCatalogueFile } from '../../src/price/price-file.ts';
import type { Decisions, Disagreement } from './decisions.ts';
import { openGenaiPrices, readGenaiPrices } from './genai-prices.ts';
import { merge } from './merge.ts';
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
  for (const provider of providers) {
    const byHand = readByHand(provider.file);
    const named = { ...provider, names: provider.names ?? [...(byHand?.names.keys() ?? [])] };
    const kept: RowsById = byHand?.layers[0]?.byProvider.get(provider.name) ?? new Map();
    const isKept = (id: string): boolean => findRows(kept, id).length > 0;
    const sources: readonly (readonly Offer[])[] = [
      joinRegions(readGenaiPrices(genaiPrices, named)),
      joinRegions(readPiAi(named)),
    ];
    for (const { ids } of sources.flat()) for (const id of ids) if (!isKept(id)) offered.add(`${provider.name}/${id}`);
    const [first = [], second = []] = sources;
    const { imports, disagreements: found } = merge(provider.name, first, second, decisions, isKept);
    files.set(`spec/prices/${provider.file}.imported.yaml`, fileOf(provider, imports));
    disagreements.push(...found);
  }
  const stale = decisions.excluded.flatMap(({ models }) => models).filter((model) => !offered.has(model));
  return {
    files,
    disagreements,
    problems: stale.map(
      (model) => `${model} is excluded in vain: no source has it, or a row kept by hand answers for it`,
    ),
  };
}

function readByHand(file: string): Catalogue | undefined {
  const path = `spec/prices/${file}.yaml`;
  return existsSync(path) ? readCatalogueFile(path, new Map()) : undefined;
}

/**
 * `npm run import-prices`: writes `spec/prices/*.imported.yaml` from the data sets that npm carries. Rows kept by hand are only
 * read: where one answers for an id nothing is imported. Disagreements of the sources go to `spec/prices/decisions.yaml`; those
 * without a choice give no row, and an exit status.
 */
import { existsSync } from 'node:fs';
import type { Catalogue } from '../src/price/catalogue.ts';
import { findRows } from '../src/price/match.ts';
import { readCatalogueFile } from '../src/price/price-file.ts';
import { readDecisions, writeDisagreements, type Disagreement } from './import-prices/decisions.ts';
import { openGenaiPrices, readGenaiPrices } from './import-prices/genai-prices.ts';
import { merge } from './import-prices/merge.ts';
import { readPiAi } from './import-prices/pi-ai.ts';
import { providers } from './import-prices/providers.ts';
import { joinRegions } from './import-prices/regions.ts';
import { writeRows } from './import-prices/write.ts';

const genaiPrices = await openGenaiPrices();
const decisions = readDecisions();
const disagreements: Disagreement[] = [];
let rows = 0;
for (const provider of providers) {
  const byHand = readByHand(provider.file);
  const named = { ...provider, names: provider.names ?? [...(byHand?.names.keys() ?? [])] };
  const kept = byHand?.layers[0]?.byProvider.get(provider.name) ?? new Map();
  const { imports, disagreements: found } = merge(
    provider.name,
    joinRegions(readGenaiPrices(genaiPrices, named)),
    joinRegions(readPiAi(named)),
    decisions,
    (id) => findRows(kept, id).length > 0,
  );
  writeRows(provider, imports);
  disagreements.push(...found);
  rows += imports.reduce((sum, { history }) => sum + history.length, 0);
  console.log(`${provider.name}: ${imports.length} models`);
}
writeDisagreements(disagreements);
const open = disagreements.filter(({ choice, reason }) => choice === null || reason === null);
console.log(
  `${rows} rows; ${disagreements.length} disagreements, ${open.length} of them without a choice and its reason`,
);
for (const { model } of open) console.log(`  ${model}`);
if (open.length > 0) process.exitCode = 1;

function readByHand(file: string): Catalogue | undefined {
  const path = `spec/prices/${file}.yaml`;
  return existsSync(path) ? readCatalogueFile(path, new Map()) : undefined;
}

import type { Catalogue } from '../../src/price/catalogue.ts';
import { providerName } from '../../src/price/catalogue.ts';
import { readVectorFiles, type CostCase, type VectorQuery } from './case.ts';
import { isPricingVectors, pricingCase } from './pricing-vectors.ts';

/** Why a vector is not run. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** The cases of a file or folder, whichever of the two formats each file is in. Throws when there are none. */
export function readCostCases(
  path: string,
  catalogue: Catalogue,
): { readonly cases: readonly CostCase[]; readonly leftOut: readonly LeftOut[] } {
  const cases: CostCase[] = [];
  const leftOut: LeftOut[] = [];
  for (const file of readVectorFiles(path)) {
    const isForeign = isPricingVectors(file.content);
    const read = isForeign
      ? file.content.vectors.map((vector) => pricingCase(vector, catalogue))
      : ownCases(file.path, file.content);
    if (read.length === 0) throw new Error(`${file.path}: no cases`);
    for (const each of read) {
      if ('why' in each) leftOut.push(each);
      else if (isForeign && !isCovered(catalogue, each)) leftOut.push({ name: each.name, why: 'unknown provider' });
      else cases.push(each);
    }
  }
  return { cases, leftOut };
}

interface OwnFile {
  readonly about: string;
  readonly cases: readonly (Omit<CostCase, 'ways' | 'times'> & { readonly query: VectorQuery })[];
}

function ownCases(path: string, content: unknown): readonly CostCase[] {
  const { cases } = content as OwnFile;
  if (!Array.isArray(cases)) throw new Error(`${path}: no cases`);
  return (content as OwnFile).cases.map(({ name, query, want }) => ({ name, ways: [[query]], times: 1, want }));
}

/** A price can be wanted only of a provider the catalogue has rows of. */
function isCovered(catalogue: Catalogue, { ways, want }: CostCase): boolean {
  if (want.status !== 'priced') return true;
  return ways
    .flat()
    .every(({ provider }) => catalogue.layers.some((layer) => layer.byProvider.has(providerName(catalogue, provider))));
}

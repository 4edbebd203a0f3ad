import { loadCatalogue, withOverrides, type Catalogue } from '../../src/price/catalogue.ts';
import { PriceFileError } from '../../src/price/fields.ts';
import { isObject } from '../../src/narrow.ts';
import { QueryError, readQuery } from '../../src/query/query.ts';
import { readVectorFiles, type CostCase, type VectorQuery } from './case.ts';
import { isPricingVectors, pricingCase, type PricingVector, type PricingVectors } from './pricing-vectors.ts';

/** Why a vector is not run. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** A vector that can not be run though it should. */
export interface Unreadable {
  readonly name: string;
  readonly problem: string;
}

/** What a file or folder of vectors holds. */
export interface CostCases {
  readonly cases: readonly CostCase[];
  readonly leftOut: readonly LeftOut[];
  readonly unreadable: readonly Unreadable[];
}

/** The cases of a file or folder, whichever of the two formats each file is in. Throws when a file has none. */
export function readCostCases(path: string, catalogue: Catalogue): CostCases {
  const all = readVectorFiles(path).flatMap(({ path: file, content }) => {
    const read = isPricingVectors(content) ? foreignCases(content) : ownCases(file, content);
    if (read.length === 0) throw new Error(`${file}: no vectors`);
    return read.map((each) => ('ways' in each ? readable(catalogue, each) : each));
  });
  return {
    cases: all.filter((each) => 'ways' in each),
    leftOut: all.filter((each) => 'why' in each),
    unreadable: all.filter((each) => 'problem' in each),
  };
}

function foreignCases(file: PricingVectors): readonly (CostCase | LeftOut | Unreadable)[] {
  return file.vectors.map((vector: unknown, index) => {
    if (!isObject(vector)) return { name: `vectors[${index}]`, problem: 'expected an object' };
    const { id } = vector;
    return orUnreadable(typeof id === 'string' ? id : `vectors[${index}]`, () =>
      pricingCase(vector as unknown as PricingVector, file),
    );
  });
}

/** A catalogue under the price files of a case. Throws PriceFileError. */
export function overridden(catalogue: Catalogue, { overrides = [] }: Pick<CostCase, 'overrides'>): Catalogue {
  return overrides.reduce<Catalogue>(
    (base, content) => withOverrides(base, loadCatalogue(content, 'test', base.names)),
    catalogue,
  );
}

/** The case, if it asks for something and its price files are some. */
function readable(catalogue: Catalogue, each: CostCase): CostCase | Unreadable {
  return orUnreadable(each.name, () => {
    const prices = overridden(catalogue, each);
    for (const query of each.ways.flat()) readQuery(prices, query, NaN);
    return each;
  });
}

function orUnreadable<T>(name: string, read: () => T): T | Unreadable {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof QueryError || error instanceof PriceFileError)) throw error;
    return { name, problem: error.message };
  }
}

interface OwnFile {
  readonly about: string;
  readonly cases: readonly (Omit<CostCase, 'ways' | 'times'> & { readonly query: VectorQuery })[];
}

function ownCases(path: string, content: unknown): readonly CostCase[] {
  const { cases } = (content ?? {}) as OwnFile;
  if (!Array.isArray(cases)) throw new Error(`${path}: no vectors`);
  return (content as OwnFile).cases.map(({ name, query, want }) => ({ name, ways: [[query]], times: 1, want }));
}

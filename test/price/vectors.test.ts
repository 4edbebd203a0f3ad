import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCatalogue, withOverrides } from '../../src/price/catalogue.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { answer, readVectorFiles, type CostCase, type VectorQuery } from './case.ts';
import { readCostCases } from './cost-cases.ts';
import { differences } from './judge.ts';

const catalogue = embeddedCatalogue();

interface MatchCase {
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  readonly at?: string;
  readonly want: string | null;
}

interface FileCase extends Pick<CostCase, 'name' | 'want'> {
  readonly file: unknown;
  readonly query: VectorQuery;
}

interface RefusedFile {
  readonly name: string;
  readonly file: unknown;
  readonly place: string;
}

function vectors(path: string): readonly unknown[] {
  const cases = readVectorFiles(path).flatMap(
    ({ content }) => (content as { readonly cases: readonly unknown[] }).cases,
  );
  assert.ok(cases.length > 0, `${path}: no cases`);
  return cases;
}

describe('cost vectors', () => {
  for (const each of readCostCases('spec/vectors/cost', catalogue).cases) {
    it(each.name, () => {
      for (const way of each.ways) {
        assert.deepEqual(
          differences(
            each,
            way.map((query) => answer(catalogue, query)),
          ),
          [],
        );
      }
    });
  }
});

describe('match vectors', () => {
  for (const { name, provider, model, at = '2026-11-24T12:00:00Z', want } of vectors(
    'spec/vectors/match',
  ) as readonly MatchCase[]) {
    it(name, () => {
      const got = answer(catalogue, { provider, model, at, usage: { input_tokens: 0, output_tokens: 0 } });
      assert.deepEqual([got.status, got.price_id], [want === null ? 'unknown_model' : 'priced', want]);
    });
  }
});

describe('price files', () => {
  for (const { name, file, query, want } of vectors('spec/vectors/pricefile/valid.json') as readonly FileCase[]) {
    it(name, () => {
      const both = withOverrides(catalogue, loadCatalogue(file, 'test', catalogue.names));
      assert.deepEqual(differences({ name, want, times: 1, ways: [] }, [answer(both, query)]), []);
    });
  }
});

describe('refused price files', () => {
  for (const { name, file, place } of vectors('spec/vectors/pricefile/invalid.json') as readonly RefusedFile[]) {
    it(`${name}: the message names ${place}`, () => {
      assert.throws(
        () => loadCatalogue(file, 'test', catalogue.names),
        ({ message }: Error) => message.startsWith(`${place}: `),
      );
    });
  }
});

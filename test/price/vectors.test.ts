import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCatalogue, type Catalogue } from '../../src/price/catalogue.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { formatUsd } from '../../src/price/money.ts';
import { toolPrice } from '../../src/price/tool-price.ts';
import { answer, readVectorFiles, type CostCase, type VectorQuery } from './case.ts';
import { overridden, readCostCases } from './cost-cases.ts';
import { judgeTs } from './engines.ts';
import { differences } from './judge.ts';

const catalogue = embeddedCatalogue();

interface MatchCase {
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  readonly at?: string;
  readonly want: string | null;
}

/** One price file, or several in the order they are named. */
interface Files {
  readonly name: string;
  readonly file?: unknown;
  readonly files?: readonly unknown[];
}

interface FileCase extends Files, Pick<CostCase, 'want'> {
  readonly query: VectorQuery;
}

interface ToolCase extends Files {
  readonly tool: string;
  readonly at: string;
  readonly reported_usd?: string;
  readonly want: { readonly status: string; readonly usd: string | null; readonly price_id: string | null } | null;
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
  const { cases, unreadable } = readCostCases('spec/vectors/cost', catalogue);
  it('can all be read', () => assert.deepEqual(unreadable, []));
  for (const each of cases)
    it(each.name, () => assert.deepEqual(judgeTs([each], catalogue), [{ name: each.name, wrong: [] }]));
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
  for (const each of vectors('spec/vectors/pricefile/valid.json') as readonly FileCase[]) {
    const { name, query, want } = each;
    it(name, () => {
      assert.deepEqual(differences({ name, want, times: 1, ways: [] }, [answer(under(each), query)]), []);
    });
  }
});

describe('priced tools', () => {
  for (const each of vectors('spec/vectors/pricefile/tools.json') as readonly ToolCase[]) {
    const { name, tool, at, reported_usd: reportedUsd, want } = each;
    it(name, () => {
      const cost = toolPrice(under(each), { tool, at: Date.parse(at), reportedUsd });
      const got = cost && {
        status: cost.status,
        usd: cost.total === undefined ? null : formatUsd(cost.total),
        price_id: cost.priceId ?? null,
      };
      assert.deepEqual(got ?? null, want);
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

/** The embedded catalogue under the price files of a case. */
function under({ file, files = [file] }: Files): Catalogue {
  return overridden(catalogue, { overrides: files });
}

/**
 * Runs cost vectors through both engines: `TASKMETER_VECTORS` names a file or folder, `spec/vectors/cost` without it.
 * Prints each wrong one with what came and what was expected, what was left out and why, and one closing line a language.
 */
import { requireGo } from './build/go.ts';
import { answer, type CostCase, type VectorAnswer, type VectorQuery } from '../test/price/case.ts';
import { collectorAnswers } from '../test/price/collector-engine.ts';
import { readCostCases } from '../test/price/cost-cases.ts';
import { differences } from '../test/price/judge.ts';
import { embeddedCatalogue } from '../src/price/embedded.ts';

const path = process.env['TASKMETER_VECTORS'] ?? 'spec/vectors/cost';
const catalogue = embeddedCatalogue();
const { cases, leftOut } = readCostCases(path, catalogue);
for (const { name, why } of leftOut) console.log(`left out: ${name}: ${why}`);

requireGo();
const queries = cases.flatMap(({ ways }) => ways.flat());
const failed =
  run(
    'ts',
    queries.map((query) => answer(catalogue, query)),
  ) + run('go', collectorAnswers(queries));
if (failed > 0 || cases.length === 0) process.exitCode = 1;

function run(language: string, answers: readonly VectorAnswer[]): number {
  const rest = [...answers];
  const take = (way: readonly VectorQuery[]): readonly VectorAnswer[] => rest.splice(0, way.length);
  const wrong = cases.filter((each: CostCase) => {
    const found = each.ways.flatMap((way) => differences(each, take(way)));
    for (const difference of new Set(found)) console.log(`${language}: ${each.name}: ${difference}`);
    return found.length > 0;
  });
  console.log(`${language}: ${cases.length - wrong.length} passed, ${wrong.length} failed`);
  return wrong.length;
}

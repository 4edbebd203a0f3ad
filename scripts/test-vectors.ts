/**
 * Runs cost vectors through both engines: `TASKMETER_VECTORS` names a file or folder, `spec/vectors/cost` without it.
 * Prints each wrong one with what came and what was expected, what was left out and why, and one closing line a language.
 */
import { resolve } from 'node:path';
import { requireGo } from './build/go.ts';
import { readCostCases } from '../test/price/cost-cases.ts';
import { judgeGo, judgeTs, type Verdict } from '../test/price/engines.ts';
import { embeddedCatalogue } from '../src/price/embedded.ts';

try {
  process.exitCode = run() ? 0 : 1;
} catch (error) {
  console.error(`test:vectors: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function run(): boolean {
  const catalogue = embeddedCatalogue();
  const { cases, leftOut, unreadable } = readCostCases(path(), catalogue);
  for (const { name, why } of leftOut) console.log(`left out: ${name}: ${why}`);
  requireGo();
  const broken = unreadable.map(({ name, problem }) => ({ name, wrong: [problem] }));
  const results = [
    report('ts', [...broken, ...judgeTs(cases, catalogue)]),
    report('go', [...broken, ...judgeGo(cases)]),
  ];
  return cases.length > 0 && results.every(Boolean);
}

/** As the caller wrote it, in the folder he is in: npm changes to the package's. */
function path(): string {
  const named = process.env['TASKMETER_VECTORS'] ?? '';
  return named === '' ? 'spec/vectors/cost' : resolve(process.env['INIT_CWD'] ?? '.', named);
}

function report(language: string, verdicts: readonly Verdict[]): boolean {
  const failed = verdicts.filter(({ wrong }) => wrong.length > 0);
  for (const { name, wrong } of failed) for (const each of wrong) console.log(`${language}: ${name}: ${each}`);
  console.log(`${language}: ${verdicts.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0;
}

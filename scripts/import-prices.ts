/**
 * `npm run import-prices`: writes `spec/prices/*.imported.yaml` from the data sets that npm carries. Rows kept by hand are only
 * read: where one answers for an id nothing is imported. Disagreements of the sources go to `spec/prices/decisions.yaml`; those
 * without a choice give no row. With `--check` nothing is written, and a difference is an error.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { decisionsPath, readDecisions, withDisagreements } from './import-prices/decisions.ts';
import { importPrices } from './import-prices/import.ts';

const decisions = readDecisions();
const { files, disagreements, problems } = await importPrices(decisions);
const isCheck = process.argv.includes('--check');
for (const [path, wanted] of [...files, [decisionsPath, withDisagreements(disagreements)] as const]) {
  const current = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (current === wanted) continue;
  if (isCheck)
    problems.push(`${path} is not what the import writes: run \`npm run import-prices\` and commit the result`);
  else if (wanted === undefined) rmSync(path);
  else writeFileSync(path, wanted);
}
const open = disagreements.filter(({ choice, reason }) => choice === null || reason === null);
problems.push(...open.map(({ model }) => `${model}: its sources disagree; choose one in ${decisionsPath} and say why`));
console.log(`${disagreements.length} disagreements of the sources, ${open.length} of them open`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

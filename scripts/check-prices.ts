/**
 * Looks at `spec/prices` for what the engines cannot see: schema, ids that nothing reaches, units with a slip in them, gaps in a history, prices that moved too
 * far, disputes without a decision. Then reports, without judging, what is odd and what is old.
 */
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { ages } from './check-prices/age.ts';
import { undecided } from './check-prices/decided.ts';
import { readPriceFiles } from './check-prices/files.ts';
import { gaps, jumps } from './check-prices/history.ts';
import { unreachableIds } from './check-prices/ids.ts';
import { oddities } from './check-prices/oddities.ts';
import { validatorOf } from './check-prices/schema.ts';
import { unknownUnits } from './check-prices/units.ts';
import { decisionsPath, readDecisions } from './import-prices/decisions.ts';

const OLD_DAYS = 60;

const files = readPriceFiles();
const isPriceFile = validatorOf('spec/prices/schema.json');
const isDecisions = validatorOf('spec/prices/decisions.schema.json');
const problems = [
  ...files.flatMap(({ path, content }) => isPriceFile(content).map((complaint) => `${path}${complaint}`)),
  ...isDecisions(parse(readFileSync(decisionsPath, 'utf8'))).map((complaint) => `${decisionsPath}${complaint}`),
  ...unreachableIds(files),
  ...unknownUnits(files),
  ...gaps(files),
  ...undecided(files, jumps(files), readDecisions()),
];

const rows = files.flatMap(({ content }) => content.rows);
console.log(`${files.length} files, ${rows.length} rows`);
for (const [confidence, group] of Map.groupBy(rows, (row) => row.confidence))
  console.log(`  ${confidence}: ${group.length}`);
const odd = oddities(files);
console.log(`odd, to be looked at: ${odd.length}`);
for (const line of odd) console.log(`  ${line}`);
console.log(`older than ${OLD_DAYS} days by their newest source:`);
for (const { provider, rows, old, oldest } of ages(files, Date.now(), OLD_DAYS))
  console.log(`  ${provider}: ${old} of ${rows}, the oldest of ${oldest}`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

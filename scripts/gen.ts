/**
 * Writes every generated file from `spec/`; with `--check` it compares first and writes nothing, and a difference is an
 * error. One generator a file: `scripts/gen/*.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { attributeFiles } from './gen/attributes.ts';
import { optionFiles } from './gen/options.ts';
import { priceFiles } from './gen/prices.ts';

const generators: readonly (() => Promise<ReadonlyMap<string, string>>)[] = [attributeFiles, optionFiles, priceFiles];

const check = process.argv.includes('--check');
let stale = 0;
for (const generate of generators) {
  for (const [path, wanted] of await generate()) {
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current === wanted) continue;
    stale += 1;
    if (check) {
      console.error(`${path} is not what spec/ says: run \`npm run gen\` and commit the result`);
    } else {
      await writeFile(path, wanted);
      console.log(`wrote ${path}`);
    }
  }
}
if (check && stale > 0) process.exitCode = 1;

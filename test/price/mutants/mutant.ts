/** Preloaded with `--import`: makes one deliberate mistake in the price engine while it is loaded. `MUTANT` names it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defects } from './defects.ts';

const defect = defects.find(({ name }) => name === process.env['MUTANT']);

if (defect !== undefined) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/src/price/${defect.ts.file}`)) return loaded;
      const source = readFileSync(fileURLToPath(url), 'utf8');
      assert.equal(source.split(defect.ts.code).length, 2, `${defect.ts.file} has ${defect.ts.code} not just once`);
      return { ...loaded, source: source.replace(defect.ts.code, () => defect.ts.mistake) };
    },
  });
}

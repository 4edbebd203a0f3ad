import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isObject } from '../../src/narrow.ts';
import { embeddedCatalogue, openCatalogue } from '../../src/price/embedded.ts';
import { readCostCases } from './cost-cases.ts';
import { compareEngines } from './differential.ts';
import { mangled } from './mangle.ts';
import { overrideFiles } from './override-files.ts';
import { queriesOfRows } from './queries.ts';
import { seeded } from './random.ts';
import { rowsOf, sourceRows } from './source-rows.ts';

/** Another one each time, so that each run finds out more; `TASKMETER_SEED` repeats one. */
const seed = Number(process.env['TASKMETER_SEED'] ?? Date.now() % 2 ** 31);
const catalogue = embeddedCatalogue();
const folder = mkdtempSync(join(tmpdir(), 'taskmeter-parity-'));
after(() => rmSync(folder, { recursive: true }));

describe(`the two engines (TASKMETER_SEED=${seed})`, () => {
  it('agree to the last digit on 1,000 random calls of every row', async () => {
    const rows = sourceRows();
    const queries = queriesOfRows(rows, seeded(seed), 1000);
    const { compared, statuses, difference } = await compareEngines(catalogue, queries);
    assert.equal(difference, undefined);
    assert.equal(compared, rows.length * 1000);
    // A run in which hardly anything has a price would prove nothing.
    for (const status of ['priced', 'partial', 'invalid_usage', 'unknown_usage', 'unknown_model', 'reported']) {
      assert.ok((statuses[status] ?? 0) > compared / 500, `${status}: ${JSON.stringify(statuses)}`);
    }
  });

  it('agree under price files, with discounts and hardware by the hour', async () => {
    const rows = sourceRows();
    const files = overrideFiles(rows);
    const paths = files.map((file, index) => {
      const path = join(folder, `${index}.json`);
      writeFileSync(path, JSON.stringify(file));
      return path;
    });
    const random = seeded(seed);
    const queries = [...queriesOfRows(files.flatMap(rowsOf), random, 20_000), ...queriesOfRows(rows, random, 50)];
    const args = paths.flatMap((path) => ['--overrides', path]);
    const { compared, statuses, difference } = await compareEngines(openCatalogue(paths.join(',')), queries, args);
    assert.equal(difference, undefined);
    assert.equal(compared, queries.length);
    assert.ok((statuses['modelled'] ?? 0) > 1000, JSON.stringify(statuses));
  });

  it('read usage alike, as providers send it and with all that may be wrong with it', async () => {
    const asked: readonly Readonly<Record<string, unknown>>[] = readCostCases('spec/vectors/cost', catalogue)
      .cases.filter(({ overrides }) => overrides === undefined)
      .flatMap(({ ways }) => ways.flat().map((query) => ({ ...query })));
    const spare = asked.flatMap(({ usage, raw_usage: raw }) => [usage, raw]).filter(isObject);
    const random = seeded(seed);
    function* queries(): Iterable<Readonly<Record<string, unknown>>> {
      for (const query of asked) {
        for (let count = 0; count < 200; count += 1) {
          const changed: Record<string, unknown> = { ...query };
          for (const key of ['usage', 'raw_usage', 'tool_usage']) {
            const wrong = mangled(query[key], spare, random);
            if (isObject(query[key])) changed[key] = isObject(wrong) ? wrong : {};
          }
          yield changed;
        }
      }
    }
    const { compared, difference } = await compareEngines(catalogue, queries());
    assert.equal(difference, undefined);
    assert.equal(compared, asked.length * 200);
  });
});

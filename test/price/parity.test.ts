import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { compareEngines } from './differential.ts';
import { queriesOfRows } from './queries.ts';
import { seeded } from './random.ts';
import { sourceRows } from './source-rows.ts';

/** Another one each time, so that each run finds out more; `TASKMETER_SEED` repeats one. */
const seed = Number(process.env['TASKMETER_SEED'] ?? Date.now() % 2 ** 31);

describe(`the two engines (TASKMETER_SEED=${seed})`, () => {
  it('agree to the last digit on 1,000 random calls of every row', async () => {
    const rows = sourceRows();
    const { compared, statuses, difference } = await compareEngines(
      embeddedCatalogue(),
      queriesOfRows(rows, seeded(seed), 1000),
    );
    assert.equal(difference, undefined);
    assert.equal(compared, rows.length * 1000);
    // A run in which hardly anything has a price would prove nothing.
    for (const status of ['priced', 'partial', 'invalid_usage', 'unknown_usage', 'unknown_model', 'reported']) {
      assert.ok((statuses[status] ?? 0) > compared / 500, `${status}: ${JSON.stringify(statuses)}`);
    }
  });
});

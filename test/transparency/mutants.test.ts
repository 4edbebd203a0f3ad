import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installSdks } from '../../scripts/sdks.ts';
import { mutants } from './mutant.ts';
import { consume, seen } from './run.ts';

installSdks();

const alias = 'openai-7-newest';
const format = 'cjs';
const only = 'chat.completions.create';

describe('the comparison notices an instrumentation that', { concurrency: 3 }, async () => {
  const bare = consume({ alias, format, only });
  for (const name of Object.keys(mutants)) {
    it(name, async () => {
      const changed = await consume({ alias, format, only, preload: ['mutant.ts'], env: { MUTANT: name } });
      assert.notDeepEqual(seen(changed), seen(await bare));
    });
  }
  it('does nothing, as equal', async () => {
    assert.deepEqual(seen(await consume({ alias, format, only, preload: ['mutant.ts'] })), seen(await bare));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installSdks } from '../../scripts/sdks.ts';
import { sites } from '../../src/patch/guard.ts';
import { consume, seen } from './run.ts';

installSdks();

/** One method in every way there is to consume it, and its helpers: by these all sites are come by. */
const run = { alias: 'openai-7-newest', format: 'cjs', only: 'chat' } as const;
const preload = ['observe.ts'];
/** Short enough that a slow reader is taken for one that has left. */
const env = { STREAM_IDLE_MS: '20' };
const asking = { ...env, STREAM_USAGE: 'always' };

describe('a fault of our own is counted and changes nothing for the call', { concurrency: 3 }, () => {
  const bare = consume(run);
  const asked = consume({ ...run, preload, env: asking });

  for (const site of sites) {
    it(`at ${site}`, async () => {
      // Only where usage was asked for is there something to strip; what the wire carries is then ours, too.
      const isAsking = site === 'usage.strip';
      const faulty = await consume({ ...run, preload, env: { ...(isAsking ? asking : env), FAULT: site } });
      assert.deepEqual(seen(faulty), seen(await (isAsking ? asked : bare)));
      assert.deepEqual(Object.values(faulty).at(-1)?.failures, [site]);
    });
  }
});

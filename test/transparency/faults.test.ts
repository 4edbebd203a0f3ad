import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installSdks } from '../../scripts/sdks.ts';
import { type Site, sites } from '../../src/patch/guard.ts';
import { consume, type Run, seen } from './run.ts';

installSdks();

interface Program {
  /** One method in every way there is to consume it, or in enough of them. */
  readonly run: Run;
  /** All that it comes by. */
  readonly sites: readonly Site[];
}

const programs: readonly Program[] = [
  { run: { alias: 'openai-7-newest', format: 'cjs', only: 'chat' }, sites },
  // Ordinary promises, streams that are others in their place, the global fetch.
  {
    run: { alias: 'mistral-2-newest', format: 'esm', only: 'chat.create: a' },
    sites: [
      'method.begin',
      'call.run',
      'call.end',
      'attempt.start',
      'attempt.answered',
      'attempt.failed',
      'response.parse',
      'response.read',
      'response.failed',
      'stream.open',
      'stream.next',
      'stream.chunk',
      'stream.failed',
      'stream.return',
      'stream.unread',
    ],
  },
];

const preload = ['observe.ts'];
/** Short enough that a slow reader is taken for one that has left. */
const env = { STREAM_IDLE_MS: '20' };
const asking = { ...env, STREAM_USAGE: 'always' };

for (const { run, sites: passed } of programs) {
  describe(`a fault of our own is counted and changes nothing for a call of ${run.alias}`, { concurrency: 3 }, () => {
    const bare = consume(run);
    const asked = passed.includes('usage.strip') ? consume({ ...run, preload, env: asking }) : bare;

    for (const site of passed) {
      it(`at ${site}`, async () => {
        // Only where usage was asked for is there something to strip; what the wire carries is then ours, too.
        const isAsking = site === 'usage.strip';
        const faulty = await consume({ ...run, preload, env: { ...(isAsking ? asking : env), FAULT: site } });
        assert.deepEqual(seen(faulty), seen(await (isAsking ? asked : bare)));
        assert.deepEqual(Object.values(faulty).at(-1)?.failures, [site]);
      });
    }
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installSdks } from '../../scripts/sdks.ts';
import { consumptions } from './consumption.ts';
import type { Outcome } from './child.ts';
import { helpers } from './helpers.ts';
import { consume } from './run.ts';
import { aliases } from './sdks.ts';

installSdks();

describe('a program cannot tell whether its calls are observed', { concurrency: 3 }, () => {
  for (const alias of aliases) {
    for (const format of ['cjs', 'esm'] as const) {
      it(`${alias}, ${format}`, async () => {
        const [bare, observed] = await Promise.all([
          consume({ alias, format }),
          consume({ alias, format, preload: ['observe.ts'] }),
        ]);
        assert.deepEqual(withoutCalls(observed), withoutCalls(bare));
        assert.ok(Object.keys(bare).length > 60, 'the ways to consume have been tried');
        for (const [name, outcome] of Object.entries(observed)) checkCalls(name, outcome);
      });
    }
  }
});

function withoutCalls(outcomes: Readonly<Record<string, Outcome>>): Record<string, Outcome> {
  return Object.fromEntries(Object.entries(outcomes).map(([name, outcome]) => [name, { ...outcome, calls: [] }]));
}

/** Being unseen is no use without seeing: each call ends once, as it did, with as many attempts as the server had requests. */
function checkCalls(name: string, { calls, requests, got }: Outcome): void {
  const [, kind = '', way = ''] = /^([^:]+): (.*)$/.exec(name) ?? [];
  const endings = kind === 'helper' ? helpers[way]?.endings : consumptions[way]?.endings;
  const seen = calls.map((call) => call.ending);
  assert.ok(
    endings?.length === seen.length && endings.every((allowed, i) => allowed.split('|').includes(seen[i] ?? '')),
    `${name}: ended ${seen.join()} instead of ${endings?.join()} (${JSON.stringify(got).slice(0, 300)})`,
  );
  const attempts = calls.flatMap((call) => call.attempts);
  assert.ok(!attempts.includes('undefined'), `${name}: an attempt without an end`);
  const arrived = attempts.filter((attempt) => attempt !== 'ECONNREFUSED');
  assert.equal(arrived.length, requests.length, `${name}: attempts and requests`);
}

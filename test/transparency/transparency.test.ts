import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installSdks } from '../../scripts/sdks.ts';
import { consumptions } from './consumption.ts';
import type { Outcome } from './child.ts';
import { helpers } from './helpers.ts';
import { consume, seen } from './run.ts';
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
        assert.deepEqual(seen(observed), seen(bare));
        assert.ok(Object.keys(bare).length > 60, 'the ways to consume have been tried');
        for (const [name, outcome] of Object.entries(observed)) checkCalls(name, outcome);
      });
    }
  }
});

/** Being unseen is no use without seeing: each call ends once, as it did, with as many attempts as the server had requests. */
function checkCalls(name: string, { calls, failures, requests, got }: Outcome): void {
  assert.deepEqual(failures, []);
  const [, kind = '', way = ''] = /^([^:]+): (.*)$/.exec(name) ?? [];
  const endings = kind === 'helper' ? helpers[way]?.endings : consumptions[way]?.endings;
  const ended = calls.map((call) => call.ending);
  assert.ok(
    endings?.length === ended.length && endings.every((allowed, i) => allowed.split('|').includes(ended[i] ?? '')),
    `${name}: ended ${ended.join()} instead of ${endings?.join()} (${JSON.stringify(got).slice(0, 300)})`,
  );
  const attempts = calls.flatMap((call) => call.attempts);
  assert.ok(!attempts.includes('undefined'), `${name}: an attempt without an end`);
  const arrived = attempts.filter((attempt) => attempt !== 'ECONNREFUSED');
  assert.equal(arrived.length, requests.length, `${name}: attempts and requests`);
}

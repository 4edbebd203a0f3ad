/** The article's numbers against a calculation by hand; nothing of src/ takes part in it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { build } from '../support/built.ts';
import { runNode } from '../support/child.ts';
import type { Ended } from '../support/child.ts';

before(build);

const page = readFileSync(new URL('../../examples/article-2026-04/README.md', import.meta.url), 'utf8');

test('the task costs what 8,000 tokens in and 700 out cost, at both price lists, to the last digit', async () => {
  const { code, stdout } = await article('--json');
  // In millionths of a dollar: 8,000 × 25 + 700 × 12 and 8,000 × 2 + 700 × 8.
  assert.deepEqual([8000 * 25 + 700 * 12, 8000 * 2 + 700 * 8], [208_400, 21_600]);
  assert.deepEqual(
    [code, JSON.parse(stdout)],
    [
      0,
      {
        article_prices: { task_usd: '0.2084', day_usd: '208.4', month_usd: '6252' },
        list_prices: { task_usd: '0.0216', day_usd: '21.6', month_usd: '648' },
      },
    ],
  );
  assert.ok(page.includes(stdout), 'the page shows it as it is');
});

test('the table and the tree are those of the page', async () => {
  const { code, stdout } = await article();
  assert.equal(code, 0);
  const plain = (text: string): string => text.replaceAll(/[\d…]+ ms/g, 'N ms').replaceAll(/ +/g, ' ');
  assert.ok(plain(page).includes(plain(stdout)), stdout);
});

test('what the environment says about prices and telemetry changes nothing', async () => {
  const env = { TASKMETER_PRICES: 'nowhere.yaml', OTEL_SDK_DISABLED: 'true', OTEL_TRACES_SAMPLER: 'always_off' };
  const { stdout } = await article('--json', env);
  assert.match(stdout, /"task_usd":"0\.2084".*"task_usd":"0\.0216"/);
});

test('an unknown flag is an error that lists the flags', async () => {
  const { code, stdout, stderr } = await article('--jsn');
  assert.deepEqual([code, stdout, stderr.split('\n')[0]], [2, '', 'unknown argument --jsn']);
  assert.match(stderr, /^ {2}--json /m);
});

function article(flag?: string, env?: Readonly<Record<string, string>>): Promise<Ended> {
  return runNode(['scripts/article.ts', ...(flag === undefined ? [] : [flag])], { env });
}

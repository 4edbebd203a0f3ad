/** The article's numbers against a calculation by hand, and its table through the command. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { price } from '../../src/cli/price/price.ts';
import { runCommand } from '../cli/run-command.ts';
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

test('the price file has the table of the article: a million tokens in and a million out cost what its two numbers sum to', async () => {
  const prices = ['--prices', 'examples/article-2026-04/prices.yaml', '--json'];
  const sum = async (provider: string, model: string, tokens: string): Promise<unknown> => {
    const call = ['--provider', provider, '--model', model, '--input', tokens, '--output', tokens];
    return (JSON.parse((await runCommand(price, [...call, ...prices])).out) as { readonly usd: unknown }).usd;
  };
  for (const [provider, model, usd] of [
    ['openai', 'gpt-4.1-2025-04-14', '37'],
    ['openai', 'gpt-4.1-mini', '8.2'],
    ['openai', 'gpt-4.1-nano', '2.3'],
    ['anthropic', 'claude-sonnet-4-20250514', '18'],
    ['anthropic', 'claude-opus-4-6', '30'],
    ['gcp.gemini', 'gemini-2.5-pro', '16.25'],
    ['cheapest_host', 'mistral-small-3.1', '0.14'],
    ['dearest_host', 'mistral-small-3.1', '0.8'],
  ] as const) {
    assert.equal(await sum(provider, model, '1000000'), usd, model);
  }
  assert.equal(await sum('gcp.gemini', 'gemini-2.5-pro', '200000'), '2.25');
});

test('an unknown flag is an error that lists the flags', async () => {
  const { code, stdout, stderr } = await article('--jsn');
  assert.deepEqual([code, stdout, stderr.split('\n')[0]], [2, '', 'unknown argument --jsn']);
  assert.match(stderr, /^ {2}--json /m);
});

function article(flag?: string, env?: Readonly<Record<string, string>>): Promise<Ended> {
  return runNode(['scripts/article.ts', ...(flag === undefined ? [] : [flag])], { env });
}

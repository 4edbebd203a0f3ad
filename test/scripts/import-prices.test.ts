import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decisions } from '../../scripts/import-prices/decisions.ts';
import { merge } from '../../scripts/import-prices/merge.ts';
import { decimal, type Offer, type Period, type Prices } from '../../scripts/import-prices/offer.ts';
import { joinRegions } from '../../scripts/import-prices/regions.ts';
import { fileOf } from '../../scripts/import-prices/write.ts';

const undecided: Decisions = { reasons: {}, excluded: [], disputed: [], moved: [], disagreements: [] };

function period(prices: Prices, fields: Partial<Period> = {}): Period {
  return { prices, fees: {}, variants: [], ...fields };
}

function offer(source: Offer['source'], ids: readonly string[], ...history: readonly Period[]): Offer {
  return { source, provider: 'a', ids, history };
}

const nothing = (): boolean => false;

describe('a price of a data set', () => {
  it('is the decimal that was meant, whatever the double became', () => {
    assert.deepEqual([0.1 + 0.2, 0.18000000000000002, 2, 0.08333333333333334, 0.003625, 0].map(decimal), [
      '0.3',
      '0.18',
      '2',
      '0.083333333333',
      '0.003625',
      '0',
    ]);
    assert.throws(() => decimal(-1), RangeError);
  });
});

describe('two sources of prices', () => {
  it('that agree make one row, with what only one of them knows', () => {
    const { imports, disagreements } = merge(
      'a',
      [offer('genai-prices', ['m', 'm-2026-01-01', 'm-latest'], period({ input: '1', output: '4' }))],
      [offer('pi-ai', ['m'], period({ input: '1', cache_read: '0.1', output: '4' }))],
      undecided,
      nothing,
    );
    assert.deepEqual(disagreements, []);
    // The price of cached input is known of the one name alone.
    assert.deepEqual(
      imports.map(({ model, aliases, sources, history }) => [model, aliases, sources, history[0]?.prices]),
      [
        ['m', [], ['genai-prices', 'pi-ai'], { cache_read: '0.1', input: '1', output: '4' }],
        ['m-latest', ['m-2026-01-01'], ['genai-prices'], { input: '1', output: '4' }],
      ],
    );
  });

  it('that disagree give no row until somebody chooses, and what was chosen after', () => {
    const sources = [
      [offer('genai-prices', ['m'], period({ input: '1' }))],
      [offer('pi-ai', ['m'], period({ input: '2' }))],
    ] as const;
    const open = { model: 'a/m', 'genai-prices': 'input 1', 'pi-ai': 'input 2', choice: null, reason: null };
    assert.deepEqual(merge('a', ...sources, undecided, nothing), { imports: [], disagreements: [open] });
    const decided = { ...open, choice: 'pi-ai', reason: 'newer' } as const;
    const { imports, disagreements } = merge('a', ...sources, { ...undecided, disagreements: [decided] }, nothing);
    assert.deepEqual(disagreements, [decided]);
    assert.deepEqual(imports, [
      { provider: 'a', model: 'm', aliases: [], history: [period({ input: '2' })], sources: ['pi-ai'], disputed: true },
    ]);
  });

  it('that moved since have to be decided about anew', () => {
    const before = {
      model: 'a/m',
      'genai-prices': 'input 1',
      'pi-ai': 'input 2',
      choice: 'pi-ai',
      reason: 'newer',
    } as const;
    const { disagreements } = merge(
      'a',
      [offer('genai-prices', ['m'], period({ input: '1' }))],
      [offer('pi-ai', ['m'], period({ input: '3' }))],
      { ...undecided, disagreements: [before] },
      nothing,
    );
    assert.deepEqual(disagreements, [{ ...before, 'pi-ai': 'input 3', choice: null, reason: null }]);
  });

  it('disagree over a tier that only one of them has', () => {
    const tier = { when: { context_input: { gt: 200_000 } }, prices: { input: '2' } };
    const { disagreements } = merge(
      'a',
      [offer('genai-prices', ['m'], period({ input: '1' }))],
      [offer('pi-ai', ['m'], period({ input: '1' }, { variants: [tier] }))],
      undecided,
      nothing,
    );
    assert.deepEqual(
      disagreements.map((each) => each['pi-ai']),
      ['input 1 (> 200000: 2)'],
    );
  });

  it('say nothing of what is kept by hand, or excluded', () => {
    const { imports } = merge(
      'a',
      [offer('genai-prices', ['kept', 'copied', 'm'], period({ input: '1' }))],
      [offer('pi-ai', ['kept'], period({ input: '2' }))],
      { ...undecided, excluded: [{ models: ['a/copied'], reason: 'router-price' }] },
      (id) => id === 'kept',
    );
    assert.deepEqual(
      imports.map(({ model, aliases }) => [model, aliases]),
      [['m', []]],
    );
  });
});

describe('the regions of a model on Bedrock', () => {
  const inRegion = (region: string, input: string): Offer => ({
    ...offer('pi-ai', ['m'], period({ input })),
    region,
  });

  it('are a factor where each costs a tenth more than anywhere', () => {
    assert.deepEqual(joinRegions([inRegion('global', '3'), inRegion('us', '3.3'), inRegion('eu', '3.3')])[0]?.history, [
      {
        ...period({ input: '3' }, { variants: [{ when: { region: { except: ['global'] } }, multiply: '1.1' }] }),
        from: undefined,
        to: undefined,
      },
    ]);
  });

  it('are lists where they are anything else', () => {
    assert.deepEqual(
      joinRegions([inRegion('us', '3'), inRegion('eu', '4'), inRegion('jp', '3')])[0]?.history[0]?.variants,
      [{ when: { region: 'eu' }, prices: { input: '4' } }],
    );
  });
});

describe('an imported file', () => {
  it('is written like those kept by hand', () => {
    const history = [
      period({ output: '4', input: '1' }, { to: '2026-01-01' }),
      period(
        { input: '2' },
        {
          from: '2026-01-01',
          fees: { page: { usd: '1', per: 1000 } },
          variants: [{ when: { context_input: { gte: 200_000 } }, prices: { input: '3' } }],
        },
      ),
    ];
    const rows = {
      provider: 'a',
      model: 'm:free',
      aliases: ['n'],
      history,
      sources: ['pi-ai'],
      disputed: false,
    } as const;
    assert.match(
      fileOf({ name: 'a', file: 'a', about: 'A.', names: ['a.com'] }, [rows]) ?? '',
      new RegExp(`^# A\\.
#
# Written by [^]*
provider: a
names: \\[a\\.com\\]
sources:
[^]*
rows:
  - model: "m:free"
    aliases: \\[n\\]
    to: "2026-01-01"
    prices: {input: "1", output: "4"}
    source: \\[pi-ai\\]
    checked: null
    confidence: imported
  - model: "m:free"
    aliases: \\[n\\]
    from: "2026-01-01"
    prices: {input: "2"}
    fees: {page: {usd: "1", per: 1000}}
    variants:
      - {when: {context_input: {gte: 200000}}, prices: {input: "3"}}
    source: \\[pi-ai\\]
    checked: null
    confidence: imported
$`),
    );
  });
});

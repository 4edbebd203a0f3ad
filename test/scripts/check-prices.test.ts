import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ages, dateOf } from '../../scripts/check-prices/age.ts';
import { undecided } from '../../scripts/check-prices/decided.ts';
import type { PriceFile, Row } from '../../scripts/check-prices/files.ts';
import { farthest, gaps, jumps } from '../../scripts/check-prices/history.ts';
import { unreachableIds } from '../../scripts/check-prices/ids.ts';
import { oddities } from '../../scripts/check-prices/oddities.ts';
import { validatorOf } from '../../scripts/check-prices/schema.ts';
import { unknownUnits } from '../../scripts/check-prices/units.ts';
import type { Decisions } from '../../scripts/import-prices/decisions.ts';

const prices = { input: '2.00', output: '8.00' };

function row(fields: Partial<Row>): Row {
  return { model: 'm', prices, source: ['page'], checked: null, confidence: 'imported', ...fields };
}

function file(...rows: readonly Partial<Row>[]): PriceFile {
  const sources = { page: 'A page of 2026-09-23' };
  return { path: 'a.yaml', content: { provider: 'a', names: ['a.com'], sources, rows: rows.map(row) } };
}

describe('the check of the price files', () => {
  it('finds a stretch of time that no row of a model covers', () => {
    const rows = [{ to: '2026-01-01' }, { from: '2026-01-01', to: '2026-03-01' }, { from: '2026-03-02' }];
    assert.deepEqual(gaps([file(...rows)]), ['a/m has no price from 2026-03-01 to 2026-03-02']);
  });

  it('follows a history by alias and across files', () => {
    const before = file({ model: 'old', aliases: ['latest'], to: '2026-01-01' });
    const after = file({ model: 'new', aliases: ['latest'], from: '2026-01-02' });
    assert.deepEqual(gaps([before, after]), ['a/latest has no price from 2026-01-01 to 2026-01-02']);
  });

  it('finds a price that moved by more than a factor of five, either way', () => {
    const history = (input: string): PriceFile =>
      file({ to: '2026-01-01' }, { from: '2026-01-01', prices: { ...prices, input } });
    assert.deepEqual(
      ['10.00', '10.01', '0.40', '0.39'].map((input) => jumps([history(input)])),
      [[], ['a/m@2026-01-01'], [], ['a/m@2026-01-01']],
    );
  });

  it('compares prices for any number of units', () => {
    assert.equal(farthest({ input: '0.5' }, { input: { usd: '0.5', per: 1000 } }), 1000);
    assert.equal(farthest({ input: '1' }, { output: '9' }), 1);
    assert.equal(farthest({ input: '0' }, { input: '1' }), Infinity);
  });

  it('finds an id that nothing reaches', () => {
    const files = [file({ model: 'models/m', aliases: ['a.com/m', 'b/m'] })];
    assert.deepEqual(unreachableIds(files), [
      'a.yaml: models/m is looked up as m, so nothing reaches it',
      'a.yaml: a.com/m is looked up as m, so nothing reaches it',
    ]);
  });

  it('finds a unit that nobody else uses, among fees and what each call is billed for', () => {
    const fees = { web_search: {}, web_serach: {} };
    assert.deepEqual(unknownUnits([file({ fees, each_call: ['request', 'requests'] })]), [
      'a/m: web_serach is no unit that scripts/check-prices/units.ts knows',
      'a/m: requests is no unit that scripts/check-prices/units.ts knows',
    ]);
  });

  it('shows prices that are the wrong way round, in variants too', () => {
    const cached = { input: '1', cache_read: '2', output: '4' };
    assert.deepEqual(oddities([file({ variants: [{ when: {}, prices: cached }] })]), [
      'a/m: input costs 1, less than cache_read, 2',
    ]);
  });

  it('says what the schema has against a file, and where', () => {
    const isPriceFile = validatorOf('spec/prices/schema.json');
    const withPrice = (input: unknown): unknown => ({ provider: 'a', rows: [{ model: 'm', prices: { input } }] });
    assert.deepEqual(isPriceFile(withPrice('2.00')), []);
    assert.deepEqual(isPriceFile({ provider: 'a', rows: [{ model: 'm', prices: {}, price: 1 }] }), [
      '/rows/0: must NOT have additional properties',
    ]);
    assert.match(isPriceFile(withPrice(2)).join(), /^\/rows\/0\/prices\/input: /);
  });

  it('counts what is old by the newest source, and never calls it an error', () => {
    const now = Date.parse('2026-11-24');
    const checked = file({}, { model: 'n', checked: '2026-11-20' });
    assert.deepEqual(ages([checked], now, 60), [{ provider: 'a', rows: 2, old: 1, oldest: '2026-09-23' }]);
  });

  it('reads the date of a source from its words', () => {
    const day = (source: string): string => new Date(dateOf(source)).toISOString().slice(0, 10);
    assert.deepEqual(
      ['MIT, data of 2026-09-23', 'page, stored copy of July/August 2026', 'copies of 2026', 'a page'].map(day),
      ['2026-09-23', '2026-08-31', '2026-01-01', '1970-01-01'],
    );
  });
});

describe('a decision about prices', () => {
  const none: Decisions = { reasons: {}, excluded: [], disputed: [], moved: [], disagreements: [] };
  const because = { reasons: { because: 'of this' } };
  const disagreement = { model: 'a/n', 'genai-prices': 'input 1', 'pi-ai': 'input 2', choice: null, reason: null };

  it('is missing for a disputed row, a jump, and sources that disagree', () => {
    const files = [file({ confidence: 'disputed' })];
    assert.deepEqual(undecided(files, ['a/m@2026-01-01'], { ...none, disagreements: [disagreement] }), [
      'a/n: its sources disagree; choose one and say why',
      'a/m is disputed; decisions.yaml does not say why it holds',
      'a/m@2026-01-01 moved by more than a factor of five; decisions.yaml does not say why it holds',
    ]);
  });

  it('is enough with its reason', () => {
    const rows = ['a/m'];
    const decided: Decisions = { ...none, ...because, disputed: [{ rows, reason: 'because' }] };
    assert.deepEqual(undecided([file({ confidence: 'disputed' })], [], decided), []);
    const chosen: Decisions = {
      ...none,
      ...because,
      disagreements: [{ ...disagreement, choice: 'pi-ai', reason: 'because' }],
    };
    assert.deepEqual(undecided([file({ aliases: ['n'], confidence: 'disputed' })], [], chosen), []);
  });

  it('is an error where there is nothing to decide, and without a reason that is written down', () => {
    const idle: Decisions = { ...none, ...because, moved: [{ rows: ['a/m'], reason: 'whim' }] };
    assert.deepEqual(undecided([file({})], [], idle), [
      'whim is no reason that decisions.yaml gives',
      'the reason because is given for nothing',
      'decisions.yaml says why a/m moved by more than a factor of five, which is not so',
    ]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { divideHalfEven, formatUsd, parseUsd, toDouble, toMicroUsd } from '../../src/price/money.ts';

/** Must be there: the tests below read only what parses. */
function usd(text: string): bigint {
  const atto = parseUsd(text);
  assert.ok(atto !== undefined, text);
  return atto;
}

describe('money', () => {
  it('prints the shortest exact decimal', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['0', '0'],
      ['-0', '0'],
      ['10', '10'],
      ['0.0000007', '0.0000007'],
      ['-0.0123', '-0.0123'],
      ['1.500', '1.5'],
      ['1.5e-7', '0.00000015'],
      ['2E3', '2000'],
      ['0.000000000000000001', '0.000000000000000001'],
      ['170141183460469231731.687303715884105727', '170141183460469231731.687303715884105727'],
    ];
    assert.deepEqual(
      cases.map(([text]) => formatUsd(usd(text))),
      cases.map(([, printed]) => printed),
    );
  });

  it('rounds what is finer than it keeps half to even', () => {
    const cases: readonly (readonly [string, bigint])[] = [
      ['0.0000000000000000005', 0n],
      ['0.0000000000000000015', 2n],
      ['0.0000000000000000025', 2n],
      ['0.00000000000000000251', 3n],
      ['-0.0000000000000000015', -2n],
      ['-0.0000000000000000025', -2n],
    ];
    assert.deepEqual(
      cases.map(([text]) => usd(text)),
      cases.map(([, atto]) => atto),
    );
  });

  it('refuses what is no decimal, and what does not fit', () => {
    const texts = [
      '',
      '-',
      '.5',
      '1.',
      '+1',
      '1,5',
      'NaN',
      'Infinity',
      '0x1',
      '1e',
      '1e99',
      ' 1',
      '1 ',
      '1e1.5',
      '--1',
    ];
    for (const text of [...texts, '170141183460469231731.687303715884105728', '9'.repeat(200)]) {
      assert.equal(parseUsd(text), undefined, text);
    }
  });

  it('is the same after printing and reading', () => {
    for (let digits = 1n; digits < 10n ** 36n; digits = digits * 7n + 3n) {
      assert.equal(usd(formatUsd(digits)), digits);
      assert.equal(usd(formatUsd(-digits)), -digits);
    }
  });

  it('gives the nearest double and the nearest millionth', () => {
    assert.equal(toDouble(usd('0.1')), 0.1);
    assert.equal(toDouble(usd('0.0000007')), 7e-7);
    assert.equal(toDouble(usd('-0.0123')), -0.0123);
    assert.equal(toDouble(usd('0.300000000000000004')), 0.3);
    assert.deepEqual(
      ['0.0000005', '0.0000015', '0.0000025', '-0.0000015', '1.25'].map((text) => toMicroUsd(usd(text))),
      [0n, 2n, 2n, -2n, 1_250_000n],
    );
  });

  it('divides half to even on both sides of zero', () => {
    const dividends = [-5n, -4n, -3n, -2n, -1n, 0n, 1n, 2n, 3n, 4n, 5n];
    assert.deepEqual(
      dividends.map((dividend) => divideHalfEven(dividend, 2n)),
      [-2n, -2n, -2n, -1n, 0n, 0n, 0n, 1n, 2n, 2n, 2n],
    );
  });
});

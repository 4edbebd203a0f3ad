import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decimal, plus, scaled } from '../../src/providers/decimal.ts';

suite('money as it was written', () => {
  const table: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '0'],
    [3, '3'],
    [0.1, '0.1'],
    [0.00501, '0.00501'],
    [5.4e-6, '0.0000054'],
    [1.2e-8, '0.000000012'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [0.0004970133333333333, '0.0004970133333333333'],
    [1234.5, '1234.5'],
    [1e21, '1000000000000000000000'],
    [1.5e22, '15000000000000000000000'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ];
  for (const [value, exact] of table) {
    test(`${value} is ${exact}`, () => {
      assert.equal(decimal(value), exact);
      assert.equal(Number(exact), Math.abs(value));
    });
  }

  test('what is no price is absent', () => {
    for (const value of [-0.1, NaN, Infinity, '-0.1', 'a cent', '', '.5', '1e9999', null, undefined, {}])
      assert.equal(decimal(value), undefined);
  });

  test('a text is taken for the decimal it is', () => {
    assert.deepEqual(['0.10', '7', '4.5e-7', '1.5E+3'].map(decimal), ['0.10', '7', '0.00000045', '1500']);
  });

  test('counts of a small unit are scaled', () => {
    assert.equal(scaled(1_330_500, 10), '0.00013305');
    assert.equal(scaled(0, 10), '0');
    assert.equal(scaled(50_000_000_000, 10), '5');
  });

  test('sums are exact', () => {
    assert.equal(plus('0.1', '0.2'), '0.3');
    assert.equal(plus('0.0000131250', '0.0002625'), '0.000275625');
    assert.equal(plus('9.99', '0.01'), '10');
    assert.equal(plus('0', '0'), '0');
  });
});

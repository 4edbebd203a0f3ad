import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBenchmarks } from '../../bench/collector.ts';
import { added, median, quantile } from '../../bench/statistics.ts';

test('medians and quartiles are taken between neighbours, in any order of the samples', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(quantile([10, 0], 0.25), 2.5);
  assert.throws(() => median([]), RangeError);
});

test('what is added is the median of the differences within a turn, so that a slow turn adds nothing', () => {
  assert.equal(added([10, 100, 12], [25, 116, 26]), 15);
});

test('the lines of go test -bench are read by package, with whatever units they carry', () => {
  const printed = [
    'goos: linux',
    'pkg: example.test/collector/internal/price',
    'cpu: Some CPU',
    'BenchmarkPriceOf-2   \t 8000000\t       141.7 ns/op\t       0 B/op\t       0 allocs/op',
    'PASS',
    'ok  \texample.test/collector/internal/price\t2.1s',
    'pkg: example.test/collector/processor/llmcostprocessor',
    'BenchmarkConsume/floor   \t 900\t   1300000 ns/op\t       650.5 ns/span',
  ];
  assert.deepEqual(readBenchmarks(printed.join('\n')), [
    { package: 'price', name: 'PriceOf', numbers: { 'ns/op': 141.7, 'B/op': 0, 'allocs/op': 0 } },
    { package: 'llmcostprocessor', name: 'Consume/floor', numbers: { 'ns/op': 1_300_000, 'ns/span': 650.5 } },
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOtlp } from '../../src/report/span.ts';

test('OTLP/JSON is read into plain spans: integers as strings, lists, a root without a parent', () => {
  const spans = readOtlp({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: 'f0',
                spanId: 'a1',
                name: 'task t',
                startTimeUnixNano: '1764000000123456789',
                endTimeUnixNano: '1764000000200000000',
                attributes: [
                  { key: 'text', value: { stringValue: 'x' } },
                  { key: 'whole', value: { intValue: '12' } },
                  { key: 'real', value: { doubleValue: 0.5 } },
                  { key: 'flag', value: { boolValue: false } },
                  { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 1 }] } } },
                ],
              },
            ],
          },
        ],
      },
      {},
    ],
  });
  assert.deepEqual(spans, [
    {
      traceId: 'f0',
      spanId: 'a1',
      parentSpanId: undefined,
      name: 'task t',
      startMs: 1_764_000_000_123.456,
      endMs: 1_764_000_000_200,
      attributes: { text: 'x', whole: 12, real: 0.5, flag: false, list: ['a', 1] },
    },
  ]);
});

test('what is not OTLP/JSON is an error that says so', () => {
  for (const document of [undefined, 'x', {}, { resourceSpans: 3 }])
    assert.throws(() => readOtlp(document), /not OTLP\/JSON/);
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { onceLogger } from '../src/warnings.ts';

/** What a user reads on stderr when OpenTelemetry says all this. */
function shown(...messages: readonly (readonly unknown[])[]): string[] {
  const lines: string[] = [];
  const logger = onceLogger({ warn: (line) => void lines.push(line), error: (line) => void lines.push(line) });
  for (const message of messages) logger.error(...(message as [string, ...unknown[]]));
  return lines;
}

suite('what OpenTelemetry reports', () => {
  test('is one line, and names who says it', () => {
    assert.deepEqual(shown(['Something is odd.\n    at somewhere']), ['opentelemetry: Something is odd.']);
  });

  test('is said once for each kind, whatever its numbers are', () => {
    assert.deepEqual(shown(['Dropped 1 spans'], ['Dropped 27 spans'], ['Dropped a metric']), [
      'opentelemetry: Dropped 1 spans',
      'opentelemetry: Dropped a metric',
    ]);
  });

  test('is unpacked where it is an exception as JSON', () => {
    const exception = JSON.stringify({ stack: 'RangeError: no\n    at x', message: 'no', code: 'E_NO' });
    assert.deepEqual(shown([exception]), ['opentelemetry: no, E_NO']);
  });

  test('is one message for all that cannot be exported: spans, metrics and logs', () => {
    const spans = JSON.stringify({
      stack: 'AggregateError …',
      message: 'connect ECONNREFUSED 127.0.0.1:4318',
      code: 'ECONNREFUSED',
    });
    const metrics =
      'PeriodicExportingMetricReader: metrics export failed (error Error: connect ECONNREFUSED 127.0.0.1:4318)';
    const lines = shown([spans], [metrics], [spans]);
    assert.equal(lines.length, 1);
    assert.match(
      lines[0] ?? '',
      /^taskmeter: telemetry cannot be exported \(connect ECONNREFUSED 127\.0\.0\.1:4318\) and is lost/,
    );
  });

  test('says what to do about a second SDK', () => {
    const duplicate = (api: string): string[] => [
      `Error: @opentelemetry/api: Attempted duplicate registration of API: ${api}\n    at registerGlobal`,
    ];
    const lines = shown(duplicate('trace'), duplicate('context'), duplicate('metrics'));
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /Keep one: new NodeSDK\(\{ \.\.\.taskmeter\(\) \}\)/);
  });

  test('shows no objects, which may hold anything', () => {
    assert.deepEqual(shown(['export failed', { headers: { authorization: 'secret' } }]), [
      'opentelemetry: export failed',
    ]);
  });

  test('ends after a hundred kinds', () => {
    const letters = Array.from({ length: 300 }, (_, i) => [`kind ${'x'.repeat(i)}`]);
    assert.equal(shown(...letters).length, 100);
  });
});

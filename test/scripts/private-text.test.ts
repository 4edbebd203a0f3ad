import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { relative } from 'node:path';
import { suite, test } from 'node:test';
import { type Findings, search } from '../../scripts/test/private-text.ts';

const app = `${import.meta.dirname}/apps/private-text.ts`;

/** What a run of the application leaves for the search, with something planted. */
function found(...plant: readonly string[]): Findings {
  const folder = mkdtempSync(`${tmpdir()}/taskmeter-planted-`);
  try {
    const { status, stderr } = spawnSync(process.execPath, [app, ...plant], {
      env: { ...process.env, TEST_RUN_RECORD: folder },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return search(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All there is to find, with where it stood. */
const texts: readonly (readonly [where: string, text: string])[] = [
  ['body', 'private "prompt"\nin two lines'],
  ['body', 'private instruction'],
  ['body', 'private result'],
  ['body', 'Courier Hartmann crossed Ljubljana overnight.'],
  // The same as it is streamed.
  ['body', 'Courier'],
  ['body', 'Hartmann'],
  ['body', 'crossed'],
  ['body', 'Ljubljana'],
  ['body', 'overnight.'],
  ['body', '{"parcel":"mulberry-40817"}'],
  ['header authorization', 'sk-private-1'],
  ['header x-tenant', 'tenant-private-2'],
  ['query key', 'key-private-3'],
];

suite('the search through what a test run has exported', () => {
  test('finds nothing where nothing is', () => {
    const { exportedBytes, ...findings } = found();
    assert.ok(exportedBytes > 0);
    assert.ok(findings.texts > texts.length);
    assert.deepEqual({ ...findings, texts: 0 }, { texts: 0, exported: [], short: [], context: [] });
  });

  for (const way of ['export', 'zipped', 'nested', 'log', 'memory']) {
    test(`finds every prompt, answer, argument of a tool, key and header that was planted by ${way}`, () => {
      const { exported } = found(way, ...texts.map(([, text]) => text));
      assert.deepEqual(
        exported.map(({ where, text }) => `${where}: ${text}`).toSorted(),
        texts.map(([where, text]) => `${where}: ${text}`).toSorted(),
      );
      assert.deepEqual([...new Set(exported.map(({ test }) => test))], [relative(process.cwd(), app)]);
    });
  }

  test('finds every header of context at a provider', () => {
    const headers = ['traceparent', 'tracestate', 'baggage', 'sentry-trace', 'x-taskmeter-task'];
    assert.deepEqual(
      found('header', ...headers).context.map(({ header, path }) => `${header} ${path}`),
      headers.map((name) =>
        [name, ...(['baggage', 'tracestate'].includes(name) ? ['planted'] : []), '/v1/chat/completions'].join(' '),
      ),
    );
  });

  test('leaves a header out that the test has asked about, and that alone', () => {
    assert.deepEqual(
      found('asked').context.map((each) => each.header),
      ['traceparent'],
    );
  });

  test('leaves a text out that the test says is exported by others, where that test exported it', () => {
    assert.deepEqual(found('excused', 'private instruction').exported, []);
  });

  test('does not take a text for a find that the request names as its model', () => {
    assert.deepEqual(found('export', 'gpt-4.1-nano').exported, []);
  });

  test('tells of texts that are too short to be looked for', () => {
    assert.deepEqual(
      found('short', 'hi').short.map(({ text, where }) => [text, where]),
      [['hi', 'body']],
    );
  });
});

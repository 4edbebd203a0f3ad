import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { installRuntimes, nodeOf } from '../../scripts/runtimes.ts';
import { installSdks, otelFolders } from '../../scripts/sdks.ts';
import { compile, repository } from '../support/built.ts';
import { installBeside } from '../support/installation.ts';
import { checkCalls } from '../transparency/calls.ts';
import type { Outcome } from '../transparency/child.ts';
import { consume, seen } from '../transparency/run.ts';
import type { Cell } from './cells.ts';

/** What was tried in a cell that passed. */
export interface Tried {
  readonly ways: number;
  readonly calls: number;
}

export interface Judge {
  /**
   * Consumes calls of the cell's library in every way, bare and with the one line.
   * @throws {Error} when a program can tell the difference, or a call was not observed as it went.
   */
  judge(cell: Cell): Promise<Tried>;
  /** The versions behind the numbers of a cell. */
  readonly otelVersions: Readonly<Record<number, string>>;
  close(): void;
}

/** Where each line of OpenTelemetry is installed: the newest of 2 is the repository's own, which npm installs by itself. */
const otelOf: Readonly<Record<number, string>> = {
  2: `${repository}node_modules`,
  3: otelFolders['3-newest'],
};

/** `test/transparency` without types, since Node 20 runs no TypeScript; the same for every Node, so that only Node differs. */
const compiled = new URL('../../.cache/matrix/test/transparency/', import.meta.url);

/** Installs and builds what the cells need. */
export function openJudge(): Judge {
  installSdks();
  installRuntimes();
  compile('test/matrix/tsconfig.json');
  const packages = new Map(Object.entries(otelOf).map(([line, otel]) => [Number(line), installBeside(otel)]));
  const bares = new Map<string, Promise<Record<string, Outcome>>>();
  return {
    async judge({ library, alias, format, node, otel }) {
      const on = { node: nodeOf(node), folder: compiled };
      const key = `${alias} ${format} ${node}`;
      const bare = bares.get(key) ?? consume({ alias, format, on });
      bares.set(key, bare);
      // Its failure is told where it is awaited, below.
      bare.catch(() => {});
      const env = { PACKAGE_URL: pathToFileURL(`${packages.get(otel)?.folder}/node_modules/taskmeter/`).href };
      const observed = await consume({ alias, format, on, preload: ['../matrix/observe.ts'], env });
      if (!isDeepStrictEqual(seen(observed), seen(await bare))) bares.delete(key);
      checkSame(seen(observed), seen(await bare));
      const outcomes = Object.entries(observed);
      assert.ok(outcomes.length > 20, 'the ways to consume have been tried');
      for (const [name, outcome] of outcomes) checkCalls(library, name, outcome, endingOnSpan);
      return { ways: outcomes.length, calls: outcomes.reduce((sum, [, { calls }]) => sum + calls.length, 0) };
    },
    otelVersions: Object.fromEntries(Object.entries(otelOf).map(([line, otel]) => [line, sdkVersion(otel)])),
    close() {
      for (const installed of packages.values()) installed.remove();
    },
  };
}

/** Names the ways that differ, then shows the first difference. */
function checkSame(observed: Readonly<Record<string, unknown>>, bare: Readonly<Record<string, unknown>>): void {
  assert.deepEqual(Object.keys(observed), Object.keys(bare), 'the same ways');
  const differing = Object.keys(bare).filter((name) => !isDeepStrictEqual(observed[name], bare[name]));
  const [first] = differing;
  if (first === undefined) return;
  try {
    assert.deepEqual(observed[first], bare[first]);
  } catch (error) {
    throw new Error(`a program can tell by ${differing.join('; ')}`, { cause: error });
  }
}

function sdkVersion(otel: string): string {
  const manifest = readFileSync(`${otel}/@opentelemetry/sdk-node/package.json`, 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** Of a call that is no stream a span says that it failed, or that it did not. */
function endingOnSpan(ending: string): string {
  return ending === 'abort' ? 'error' : ending === 'unread' ? 'done' : ending;
}

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { makeIfStale } from '../../scripts/build/stale.ts';

suite('what is built from other files', () => {
  let folder: string;
  let output: string;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const makeWith = (make: () => void): boolean =>
    makeIfStale({ output, from: folder, inputs: ['*.go'], except: ['*_test.go'], make });
  const make = (): boolean => makeWith(() => writeFileSync(output, 'made'));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stale-'));
    output = join(folder, 'program');
    write('main.go', 'package main');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made when it is missing', () => {
    assert.equal(make(), true);
    assert.equal(existsSync(output), true);
  });

  test('is made once', () => {
    make();
    assert.equal(make(), false);
  });

  test('is made again when an input says something else', () => {
    make();
    write('main.go', 'package other');
    assert.equal(make(), true);
  });

  test('is made again when an input is added', () => {
    make();
    write('more.go', '');
    assert.equal(make(), true);
  });

  test('is made again when it was deleted', () => {
    make();
    rmSync(output);
    assert.equal(make(), true);
  });

  test('does not care when an input was written, nor for other files', () => {
    make();
    utimesSync(join(folder, 'main.go'), 1, 1);
    write('main_test.go', 'package main');
    write('README.md', '');
    assert.equal(make(), false);
  });

  test('is made again after an attempt that failed', () => {
    const fail = (): never => {
      throw new Error('no compiler');
    };
    assert.throws(() => makeWith(fail), /no compiler/);
    assert.equal(make(), true);
  });
});

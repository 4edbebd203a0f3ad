import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { requireGo } from '../../scripts/build/go.ts';

suite('without a Go that can build the collector', () => {
  const path = process.env['PATH'];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'go-'));
    process.env['PATH'] = folder;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  const advice = 'install Go 1.26 or newer from https://go.dev/dl/ and put its bin directory on PATH';

  test('one line says what to install', () => {
    assert.throws(requireGo, { name: 'NoGo', message: `Go is missing: ${advice}` });
  });

  test('one line says that it is too old', () => {
    pretendGo('go1.25.3');
    assert.throws(requireGo, { name: 'NoGo', message: `Go 1.25 is too old: ${advice}` });
  });

  test('a newer one will do', () => {
    pretendGo('go1.30');
    requireGo();
  });

  function pretendGo(version: string): void {
    const go = join(folder, 'go');
    writeFileSync(go, `#!/bin/sh\necho ${version}\n`);
    chmodSync(go, 0o755);
  }
});

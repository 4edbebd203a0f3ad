import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { buildCollector } from '../../scripts/build/collector.ts';
import { findOrBuildJaeger } from '../../scripts/build/jaeger.ts';

const root = join(import.meta.dirname, '../..');
const exclude = ['**/node_modules/**', '**/.git/**', '**/.cache/**', '**/bin/**', '**/dist/**'];
const files = globSync('**/*.{yaml,yml}', { cwd: root, exclude });
const base = 'collector/config/collector.yaml';

suite('every YAML file can be read', () => {
  for (const path of files) {
    test(path, () => {
      const problems = parseAllDocuments(textOf(path)).flatMap((document) => [
        ...document.errors,
        ...document.warnings,
      ]);
      assert.deepEqual(problems, []);
    });
  }
});

suite('every collector configuration is one the built collector accepts', () => {
  const isOverlay = (path: string): boolean => path.startsWith('collector/config/overlays/');
  const configurations = files.filter((path) => isPipeline(textOf(path)) && !isJaegers(path));
  for (const path of configurations) {
    test(path, () => assertValid(buildCollector(), isOverlay(path) ? [base, path] : [path]));
  }

  const documents = globSync('**/*.md', { cwd: root, exclude });
  for (const path of documents) {
    const blocks = [...textOf(path).matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, text = '']) => text);
    for (const [index, text] of blocks.filter(isPipeline).entries()) {
      test(`${path}, example ${index + 1}`, () => assertValid(buildCollector(), [`yaml:${text}`]));
    }
  }
});

suite('every Jaeger configuration is one the real Jaeger accepts', () => {
  for (const path of files.filter(isJaegers)) {
    test(path, () => assertValid(findOrBuildJaeger(), [path]));
  }
});

function isJaegers(path: string): boolean {
  return path.startsWith('deploy/jaeger/');
}

function isPipeline(text: string): boolean {
  const value: unknown = parse(text);
  return (
    typeof value === 'object' &&
    value !== null &&
    'service' in value &&
    typeof value.service === 'object' &&
    value.service !== null &&
    'pipelines' in value.service
  );
}

function assertValid(binary: string, configs: readonly string[]): void {
  const args = ['validate', ...configs.map((config) => `--config=${config}`)];
  const { status, stdout, stderr } = spawnSync(binary, args, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { go, requireGo } from './go.ts';
import { makeIfStale } from './stale.ts';

const collector = join(import.meta.dirname, '../../collector');
const binary = join(collector, 'bin/otelcol-taskmeter');
const source = join(collector, 'cmd/otelcol-taskmeter');
const builder = 'go.opentelemetry.io/collector/cmd/builder@v0.161.0';

/**
 * Builds the collector when it is missing or stale.
 * @returns absolute path of the binary.
 * @throws {NoGo} when it must be built and there is no Go.
 */
export function buildCollector(): string {
  makeIfStale({
    output: binary,
    from: collector,
    inputs: ['**/*.go', '**/*.json', '**/go.mod', '**/go.sum'],
    except: ['bin/**', 'tools/**', '**/*_test.go', '**/testdata/**', '**/.*/**'],
    make: () => {
      requireGo();
      console.error('building the collector (some minutes the first time)');
      go(['build', '-trimpath', '-tags', 'grpcnotrace', '-ldflags=-s -w', '-o', binary, '.'], source);
    },
  });
  return binary;
}

/** Writes collector/cmd/otelcol-taskmeter from builder-config.yaml with the OpenTelemetry Collector Builder. */
export function generateCollector(): void {
  generateInto('otelcol-taskmeter');
}

/**
 * Compares collector/cmd/otelcol-taskmeter with what builder-config.yaml says, and changes nothing.
 * @returns names of the files that differ.
 */
export function collectorDrift(): readonly string[] {
  // Beside the original, so that relative replaces come out the same.
  const scratch = join(collector, 'cmd/.drift');
  try {
    generateInto('.drift');
    const names = new Set([...readdirSync(scratch), ...readdirSync(source)]);
    return [...names].filter((name) => contentOf(join(scratch, name)) !== contentOf(join(source, name)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function generateInto(folder: string): void {
  requireGo();
  const target = join(collector, 'cmd', folder);
  mkdirSync(target, { recursive: true });
  // Known sums first: the checksum database does not answer for every module everywhere.
  if (folder !== basename(source)) cpSync(join(source, 'go.sum'), join(target, 'go.sum'));
  const manifest = join(target, 'manifest.yaml');
  const text = readFileSync(join(collector, 'builder-config.yaml'), 'utf8');
  writeFileSync(manifest, text.replace('./cmd/otelcol-taskmeter', `./cmd/${folder}`));
  try {
    go(['run', builder, '--config', manifest, '--skip-compilation'], collector);
  } finally {
    rmSync(manifest);
  }
  spawnSync('gofmt', ['-w', target], { stdio: ['ignore', 2, 2] });
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

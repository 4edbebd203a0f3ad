import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { build, repository } from './built.ts';

/** What `npm pack` says of what it made. */
export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

export interface PackedPackage {
  /** A project that has the package as npm would install it, with the dependencies of this repository beside it. */
  readonly folder: string;
  readonly packed: Packed;
  remove(): void;
}

/** Packs the package as it is published, and unpacks it where a project has its packages. */
export function installPacked(): PackedPackage {
  build();
  const folder = mkdtempSync(`${tmpdir()}/taskmeter-package-`);
  const packed = pack(folder);
  run('tar', ['xzf', packed.filename], folder);
  mkdirSync(`${folder}/node_modules`);
  renameSync(`${folder}/package`, `${folder}/node_modules/taskmeter`);
  symlinkSync(`${repository}/node_modules`, `${folder}/node_modules/taskmeter/node_modules`);
  return { folder, packed, remove: () => rmSync(folder, { recursive: true }) };
}

/** `--ignore-scripts` for the repository itself: other tests run what stands in its `dist` meanwhile. */
export function pack(
  destination: string,
  source: string = repository,
  flags: readonly string[] = ['--ignore-scripts'],
): Packed {
  const output = run('npm', ['pack', '--json', ...flags, '--pack-destination', destination], source);
  const answer = JSON.parse(output) as Record<string, Packed> | readonly Packed[];
  const [found] = Object.values(answer);
  assert.ok(found !== undefined);
  return found;
}

/** Runs a command to its end and gives what it printed; it must succeed. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

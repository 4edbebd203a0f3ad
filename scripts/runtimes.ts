/**
 * The versions of Node and of the package managers that tests run besides this repository's own (`test/runtimes`), from
 * npm packages for each platform that need no install script.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.ts';

const root = fileURLToPath(new URL('../test/runtimes', import.meta.url));

/** What `npm-10` and the others of `test/runtimes/package.json` are started by. */
const entries = {
  'npm-10': 'npm-10/bin/npm-cli.js',
  'npm-11': 'npm-11/bin/npm-cli.js',
  'npm-12': 'npm-12/bin/npm-cli.js',
  pnpm: 'pnpm/bin/pnpm.mjs',
};

export type PackageManager = keyof typeof entries;

/**
 * Makes what is installed in `test/runtimes` what the lock file says; does nothing when it is.
 * @throws {Error} when npm fails.
 */
export function installRuntimes(): void {
  installPackages(root);
}

/**
 * The executable of the newest Node of a major: this process's own, or one of `test/runtimes`.
 * @throws {Error} when there is none for this platform.
 */
export function nodeOf(major: number): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const path = `${root}/node_modules/node-${major}-${process.platform}-${process.arch}/bin/node`;
  if (!existsSync(path)) {
    throw new Error(`no Node ${major} for ${process.platform} ${process.arch}: see test/runtimes/package.json`);
  }
  return path;
}

/** The script to give to a Node, with the package manager's own arguments behind it. */
export function packageManager(name: PackageManager): string {
  return `${root}/node_modules/${entries[name]}`;
}

/** Its full version, without the `v`. */
export function nodeVersion(major: number): string {
  return spawnSync(nodeOf(major), ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
}

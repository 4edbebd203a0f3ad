import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';

/** A data set of prices on npm, pinned to the byte. It is unpacked and not installed: only its data is of use. */
export interface DataSet {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  /** Of its prices. */
  readonly date: string;
}

export const genaiPrices: DataSet = {
  name: '@pydantic/genai-prices',
  version: '0.1.8',
  integrity: 'sha512-h7CYw6qTyflG2zUndO8tXyL8Xopf+tX9JZu13h0ZFgeyYj+J2gm1edR4+R+mbQ2vPdkFjtTmmmu1cYQPM5/KTA==',
  date: '2026-09-23',
};

export const piAi: DataSet = {
  name: '@earendil-works/pi-ai',
  version: '1.5.2',
  integrity: 'sha512-2tWPSnV3qzfiDIY3aWluBag3vC++Vs+VsXt/UquSU5onPMohPih72FUhIhaqmDdMYubOgB3Byl9uF4Vk40JLvQ==',
  date: '2026-11-10',
};

/**
 * The folder with the package's files, fetched by npm where it is not there yet.
 * @throws {Error} when npm or tar fails, or when the package is not the pinned one.
 */
export function unpack({ name, version, integrity }: DataSet): string {
  const cache = `${import.meta.dirname}/../../.cache/datasets`;
  const folder = `${cache}/${name.replaceAll(/[@/]/g, '-').slice(1)}-${version}`;
  if (existsSync(folder)) return `${folder}/package`;
  // Filled aside and then renamed: tests run side by side, none may see half of it, and the first to be done wins.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  try {
    const [packed] = JSON.parse(
      run('npm', ['pack', `${name}@${version}`, '--json', '--prefer-offline', '--loglevel=error'], aside),
    ) as readonly { readonly filename: string; readonly integrity: string }[];
    if (packed?.integrity !== integrity) throw new Error(`${name} ${version} is not the package that is pinned here`);
    run('tar', ['-xzf', packed.filename.replace('@', '').replace('/', '-')], aside);
    try {
      renameSync(aside, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return `${folder}/package`;
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout } = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
  return stdout;
}

/**
 * Installs the client libraries that tests observe (`test/sdks`) when they are missing or not those of the lock file.
 * Run by `npm test` before the tests, which run side by side.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the libraries are installed, under their aliases: `openai-7-newest`. */
export const sdksFolder: string = fileURLToPath(new URL('../test/sdks/node_modules', import.meta.url));

const root = fileURLToPath(new URL('../test/sdks', import.meta.url));
const stamp = `${sdksFolder}/.installed`;

/**
 * Makes `test/sdks/node_modules` what the lock file says; does nothing when it is.
 * @throws {Error} when npm fails.
 */
export function installSdks(): void {
  const wanted = createHash('sha256')
    .update(readFileSync(`${root}/package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { status } = spawnSync('npm', ['ci', '--prefer-offline', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('npm ci failed in test/sdks: the client libraries the tests observe are missing');
  writeFileSync(stamp, wanted);
}

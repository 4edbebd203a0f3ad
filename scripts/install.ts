import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Makes what is installed in a private package of the tests what its lock file says; does nothing when it is.
 * @throws {Error} when npm fails.
 */
export function installPackages(folder: string): void {
  const stamp = `${folder}/node_modules/.installed`;
  const wanted = createHash('sha256')
    .update(readFileSync(`${folder}/package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { status } = spawnSync('npm', ['ci', '--prefer-offline', '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}: packages the tests work with are missing`);
  writeFileSync(stamp, wanted);
}

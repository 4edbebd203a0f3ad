import assert from 'node:assert/strict';
import { globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's folder. Inside it `taskmeter/register` is this package as it is built and published. */
export const repository: string = fileURLToPath(new URL('../..', import.meta.url));

/** Fails with a plain sentence when `dist` is not what `src` says: tests of the built package would test the past. */
export function requireBuilt(): void {
  for (const source of globSync('src/**/*.ts', { cwd: repository })) {
    const built = source.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
    const at = statSync(`${repository}/${built}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    assert.ok(at >= statSync(`${repository}/${source}`).mtimeMs, `${built} is missing or old: npm run build`);
  }
}

import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's folder. Inside it `taskmeter/register` is this package as it is built and published. */
export const repository: string = fileURLToPath(new URL('../..', import.meta.url));

/** Brings `dist` up to date, so that tests of the built package never test the past. Quick when there is nothing to do. */
export function build(): void {
  compile('tsconfig.build.json');
  // Only then: other tests run what stands there meanwhile.
  if (isStale()) runNode(['scripts/build/code.ts']);
}

/** Brings what a TypeScript project makes up to date. */
export function compile(project: string): void {
  const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace('package.json', 'bin/tsc');
  runNode([tsc, '-p', project]);
}

/** Whether a source is newer than the code that was made of all of them. */
function isStale(): boolean {
  const built = statSync(`${repository}/dist/index.js`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(`${repository}/src`, { recursive: true, encoding: 'utf8' });
  return sources.some((source) => statSync(`${repository}/src/${source}`).mtimeMs > built);
}

function runNode(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
}

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's folder. Inside it `taskmeter/register` is this package as it is built and published. */
export const repository: string = fileURLToPath(new URL('../..', import.meta.url));

/** Brings `dist` up to date, so that tests of the built package never test the past. Quick when there is nothing to do. */
export function build(): void {
  compile('tsconfig.build.json');
}

/** Brings what a TypeScript project makes up to date. */
export function compile(project: string): void {
  const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace('package.json', 'bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', project], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
}

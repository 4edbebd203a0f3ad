import { spawnSync } from 'node:child_process';

/**
 * Runs TypeScript tests with node's own runner, whose closing lines end the output.
 * @param patterns globs of the test files.
 * @param env added to their environment.
 * @returns whether all passed.
 */
export function runNodeTests(patterns: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const { status } = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=spec', `--test-timeout=${LIMIT_MS}`, ...patterns],
    {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    },
  );
  return status === 0;
}

/** Of a file, which is a matter of seconds, or of a few minutes: one that waits for what never comes is to be named, not waited for. */
const LIMIT_MS = 15 * 60_000;

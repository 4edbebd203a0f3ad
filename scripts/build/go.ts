import { spawnSync } from 'node:child_process';

/** Raised when there is no Go on the PATH, or one too old; its message is the one line a person needs. */
export class NoGo extends Error {
  override readonly name = 'NoGo';
}

const oldest = [1, 26] as const;
const advice = `install Go ${oldest.join('.')} or newer from https://go.dev/dl/ and put its bin directory on PATH`;

/**
 * Makes sure that the `go` on the PATH can build the collector.
 * @throws {NoGo} when it is missing or older than collector/go.mod asks for.
 */
export function requireGo(): void {
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  const version = /^go(\d+)\.(\d+)/.exec(stdout ?? '');
  if (version === null) throw new NoGo(`Go is missing: ${advice}`);
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new NoGo(`Go ${major}.${minor} is too old: ${advice}`);
  }
}

/**
 * Runs `go` with the given arguments in a folder, its output on our stderr, so that stdout stays the caller's.
 * @throws {Error} naming the command when it fails.
 */
export function go(args: readonly string[], cwd: string): void {
  const { status } = spawnSync('go', args, {
    cwd,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed in ${cwd}`);
}

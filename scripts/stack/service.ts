import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** What to run, and where it tells that it is ready. */
export interface ServiceOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Answers 2xx once the service takes work. */
  readonly healthUrl: string;
}

/** A child process that is up. It does not outlive this process. */
export interface Service {
  readonly pid: number;
  /** The end of what it wrote so far. */
  readonly log: () => string;
  /** Asks it to stop and waits for its end, by force after 15 s. Any number of times. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

const startLimitMs = 30_000;
const stopLimitMs = 15_000;
const logLimit = 64 * 1024;

/**
 * Starts a program and waits until it is ready.
 * @throws {Error} with the end of its log, when it ends before that or is not ready within 30 s.
 */
export async function startService({ name, command, args, env, healthUrl }: ServiceOptions): Promise<Service> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const killWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', killWithUs);

  let log = '';
  const keep = (text: string): void => void (log = (log + text).slice(-logLimit));
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);

  const end = { reached: undefined as string | undefined };
  const ended = new Promise<void>((resolve) => {
    const finish = (how: string): void => {
      end.reached ??= how;
      process.off('exit', killWithUs);
      resolve();
    };
    child.once('error', (error) => finish(error.message));
    child.once('close', (code, signal) => finish(`it ended with ${signal ?? `exit code ${code}`}`));
  });

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    child.kill(signal);
    const force = setTimeout(killWithUs, stopLimitMs);
    await ended;
    clearTimeout(force);
  }

  const deadline = Date.now() + startLimitMs;
  while (!(await isReady(healthUrl))) {
    const late = Date.now() > deadline;
    if (!late && end.reached === undefined) {
      await Promise.race([ended, delay(50)]);
      continue;
    }
    const why = end.reached ?? `it was not ready within ${startLimitMs / 1000} s`;
    await stop('SIGKILL');
    throw new Error(`${name} did not start: ${why}\n${log}`);
  }
  if (child.pid === undefined) throw new Error(`${name} did not start`);
  return { pid: child.pid, log: () => log, stop };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { recordExport } from './run-record.ts';

/** How a child process ended and what it printed. */
export interface Ended {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** From the start, or from the last signal that was sent, to the end. */
  readonly tookMs: number;
}

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when the child has printed this text. */
  printed(text: string): Promise<void>;
  /** Sends a signal; the clock of `tookMs` starts anew. */
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** Another Node than the one that runs the test. */
  readonly node?: string | undefined;
  /** The child is killed after this long: a hang is a failure, not a stuck test run. */
  readonly limitMs?: number | undefined;
}

/** Starts Node with `args` and nothing in its environment that configures Node, OpenTelemetry or taskmeter. */
export function startNode(args: readonly string[], options: ChildOptions = {}): Child {
  const { env = {}, cwd, node = process.execPath, limitMs = 30_000 } = options;
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:OTEL_|TASKMETER_|NODE_(?!EXTRA_CA_CERTS$))/.test(name),
  );
  const child = spawn(node, args, { cwd, env: { ...Object.fromEntries(inherited), ...env } });
  let stdout = '';
  let stderr = '';
  let startedAt = performance.now();
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    stdout += part;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
    recordExport(part);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      const tookMs = performance.now() - startedAt;
      resolve({ code: code ?? undefined, signal: signal ?? undefined, stdout, stderr, tookMs });
    });
  });
  return {
    process: child,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!stdout.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`the child ended before it printed ${text}: ${stdout}${stderr}`)));
      }),
    kill(signal) {
      startedAt = performance.now();
      child.kill(signal);
    },
  };
}

/** Runs a child to its end. */
export function runNode(args: readonly string[], options?: ChildOptions): Promise<Ended> {
  return startNode(args, options).ended;
}

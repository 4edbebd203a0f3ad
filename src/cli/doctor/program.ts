/** Runs the user's program with the probe in it, for a bounded time, and collects what the probe has seen. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Env } from '../../env.ts';
import type { Evidence } from './evidence.ts';
import { probedPairs } from './probed.ts';

export interface ProgramOptions {
  /** As typed: `node`, `--import`, `taskmeter/register`, `app.js`. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Env;
  /** It is ended after this long, in milliseconds. */
  readonly limitMs: number;
  /** Names of the packages to look for; `@scope/` stands for all of a scope. */
  readonly packages: readonly string[];
  /** Takes what the program prints. */
  readonly echo: (text: string) => void;
}

export interface ProgramRun {
  readonly command: readonly string[];
  /** What was seen in the process that tells most: of several, the one that taskmeter observes. */
  readonly evidence?: Evidence | undefined;
  /** How it ended by itself; absent when the doctor ended it. */
  readonly ended?: { readonly code: number | undefined; readonly signal: NodeJS.Signals | undefined } | undefined;
  /** Why it did not start: `ENOENT`. */
  readonly failed?: string | undefined;
  /** Lines that taskmeter and OpenTelemetry wrote to its stderr. */
  readonly said: readonly string[];
}

export async function runProgram(options: ProgramOptions): Promise<ProgramRun> {
  const { command, cwd, env, limitMs, packages, echo } = options;
  const folder = mkdtempSync(join(tmpdir(), 'taskmeter-doctor-'));
  const [file = '', ...args] = command;
  const pairs = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const probed = probedPairs({ folder, nodeOptions: null, packages }, pairs);
  const child = spawn(file, args, {
    cwd,
    env: Object.fromEntries(
      probed.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the program starts ends with it.
    detached: process.platform !== 'win32',
  });
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => echo(part.toString()));
  child.stderr.on('data', (part: Buffer) => {
    stderr = (stderr + part.toString()).slice(-MAX_STDERR);
    echo(part.toString());
  });
  const interrupted = (): void => {
    end(child, 'SIGKILL');
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const ended = await settled(child, folder, limitMs);
    if (ended === undefined) await endGently(child);
    return {
      command,
      evidence: best(readAll(folder)),
      ended: ended === undefined || 'failed' in ended ? undefined : ended,
      failed: ended !== undefined && 'failed' in ended ? ended.failed : undefined,
      said: stderr.split('\n').filter((line) => SAID.test(line)),
    };
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    rmSync(folder, { recursive: true, force: true });
  }
}

const MAX_STDERR = 200_000;
const SAID = /^(?:taskmeter|opentelemetry): |Attempted duplicate registration of API/;

const POLL_MS = 200;
/** How long to wait for what a process that has been seen has started: a Node tells of itself, others do not. */
const CHILDREN_MS = 6000;

type End =
  | { readonly code: number | undefined; readonly signal: NodeJS.Signals | undefined }
  | { readonly failed: string };

/** Waits until the program ends by itself, has told what was seen when it had started, or has had its time. */
async function settled(child: ChildProcess, folder: string, limitMs: number): Promise<End | undefined> {
  let end: End | undefined;
  child.once('error', (error: NodeJS.ErrnoException) => (end = { failed: error.code ?? error.message }));
  child.once('close', (code, signal) => (end ??= { code: code ?? undefined, signal: signal ?? undefined }));
  const startedAt = performance.now();
  let toldAt: number | undefined;
  for (;;) {
    await delay(POLL_MS);
    const now = performance.now();
    if (end !== undefined || now - startedAt > limitMs) return end;
    const seen = readAll(folder);
    if (seen.length === 0) continue;
    toldAt ??= now;
    const isObserved = seen.some(({ taskmeter }) => taskmeter?.hooked !== undefined);
    const expected = 1 + seen.reduce((sum, { started }) => sum + started, 0);
    if (isObserved || seen.length >= expected || now - toldAt > CHILDREN_MS) return undefined;
  }
}

async function endGently(child: ChildProcess): Promise<void> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  end(child, 'SIGTERM');
  await Promise.race([closed, delay(3000)]);
  end(child, 'SIGKILL');
  await Promise.race([closed, delay(2000)]);
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has ended.
  }
}

function readAll(folder: string): Evidence[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Evidence)
    .toSorted((a, b) => a.pid - b.pid);
}

/** Of several processes the one that is observed, else one with a client library, else the last that was started. */
function best(seen: readonly Evidence[]): Evidence | undefined {
  return (
    seen.findLast(({ taskmeter }) => taskmeter?.hooked !== undefined) ??
    seen.findLast(({ taskmeter }) => taskmeter !== undefined) ??
    seen.findLast(({ packages }) => packages.length > 0) ??
    seen.at(-1)
  );
}

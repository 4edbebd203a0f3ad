import { fileURLToPath } from 'node:url';
import { sdksFolder } from '../../scripts/sdks.ts';
import { runNode } from '../support/child.ts';
import type { Outcome } from './child.ts';

export interface Run {
  readonly alias: string;
  readonly format: 'cjs' | 'esm';
  /** Modules to load before, relative to this folder: `observe.ts`. */
  readonly preload?: readonly string[];
  /** Another Node than this one, and this folder as that Node can run it; its modules end in `.js`. */
  readonly on?: { readonly node: string; readonly folder: URL };
  /** A part of the names of the ways to go; all without. */
  readonly only?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Consumes calls in a process of its own; what came of each way, by its name. */
export async function consume(run: Run): Promise<Record<string, Outcome>> {
  const { alias, format, preload = [], on, only = '', env = {} } = run;
  const locate = (file: string): URL =>
    on === undefined ? new URL(file, import.meta.url) : new URL(file.replace(/\.ts$/, '.js'), on.folder);
  const imports = preload.flatMap((file) => ['--import', locate(file).href]);
  const script = [fileURLToPath(locate('child.ts')), alias, format, only];
  const ended = await runNode(['--expose-gc', ...(alias === 'mistral-1-oldest' ? ROOM : []), ...imports, ...script], {
    node: on?.node,
    env: { SDKS_FOLDER: sdksFolder, ...env },
    limitMs: 300_000,
  });
  // What the libraries write on the console, as of broken JSON, is compared as far as it reaches the program.
  const complaint = /^(?:taskmeter|opentelemetry):.*/m.exec(ended.stderr);
  if (complaint !== null) throw new Error(`${alias} ${format}: ${complaint[0]}`);
  if (ended.code !== 0)
    throw new Error(`${alias} ${format} exited with ${ended.code ?? ended.signal}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as Record<string, Outcome>;
}

/**
 * Room for all that a run allocates: a collection may fall into a request that waits, and Node holds the signals of a `Request` so
 * weakly that a bare client of Mistral's 1.0 then never hears of a time-out. Elsewhere collections are welcome: some ends come by them.
 */
const ROOM = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--initial-old-space-size=512'];

/** What a program can tell of it, which must not depend on being observed. */
export function seen(outcomes: Readonly<Record<string, Outcome>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, { got, unhandled, requests }]) => [name, { got, unhandled, requests }]),
  );
}

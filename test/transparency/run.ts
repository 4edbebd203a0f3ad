import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './child.ts';

export interface Run {
  readonly alias: string;
  readonly format: 'cjs' | 'esm';
  /** Modules to load before, of this folder: `observe.ts`. */
  readonly preload?: readonly string[];
  /** A part of the names of the ways to go; all without. */
  readonly only?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Consumes calls in a process of its own; what came of each way, by its name. */
export async function consume({
  alias,
  format,
  preload = [],
  only = '',
  env = {},
}: Run): Promise<Record<string, Outcome>> {
  const imports = preload.flatMap((file) => ['--import', new URL(file, import.meta.url).href]);
  const script = fileURLToPath(new URL('child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', ...imports, script, alias, format, only], {
    // The libraries report broken JSON on the console; their words are compared, too, as far as they reach the program.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    timeout: 120_000,
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${alias} ${format} exited with ${String(code)}: ${errors}`);
  return JSON.parse(output) as Record<string, Outcome>;
}

/** What a program can tell of it, which must not depend on being observed. */
export function seen(outcomes: Readonly<Record<string, Outcome>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, { got, unhandled, requests }]) => [name, { got, unhandled, requests }]),
  );
}

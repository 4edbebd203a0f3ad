import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Comparison } from './statistics.ts';

const apps: Readonly<Record<string, string>> = {
  'ESM, first line': 'empty.mjs',
  'CommonJS, first line': 'empty.cjs',
  'ESM, both clients loaded': 'clients.mjs',
  'CommonJS, both clients loaded': 'clients.cjs',
};

/** Milliseconds from the start of the process to the first line of an application, in a process each, in turns. */
export function measureStartup(rounds: number): Comparison[] {
  const comparisons = Object.entries(apps).map(([name, app]) => ({
    name,
    app,
    bare: [] as number[],
    measured: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { app, bare, measured } of comparisons) {
      bare.push(millisecondsTo(app, []));
      measured.push(millisecondsTo(app, ['--import', 'taskmeter/register']));
    }
  }
  return comparisons;
}

function millisecondsTo(app: string, flags: readonly string[]): number {
  const printed = execFileSync(process.execPath, [...flags, join(import.meta.dirname, 'apps', app)], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  return Number(printed);
}

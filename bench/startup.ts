import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bare, type Contender, plainSdk, root, taskmeter } from './contenders.ts';

/** Milliseconds by application, then by contender. */
export type Startup = ReadonlyMap<string, ReadonlyMap<Contender, readonly number[]>>;

const apps: Readonly<Record<string, string>> = {
  'ESM, first line': 'empty.mjs',
  'CommonJS, first line': 'empty.cjs',
  'ESM, both clients loaded': 'clients.mjs',
  'CommonJS, both clients loaded': 'clients.cjs',
};

/** Milliseconds from the start of the process to the first line of an application, in a process each, in turns. */
export function measureStartup(rounds: number): Startup {
  const contenders = [bare, plainSdk, taskmeter];
  const startup = new Map(
    Object.keys(apps).map((name) => [name, new Map(contenders.map((contender) => [contender, [] as number[]]))]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, app] of Object.entries(apps)) {
      for (const contender of contenders) startup.get(name)?.get(contender)?.push(millisecondsTo(app, contender.flags));
    }
  }
  return startup;
}

function millisecondsTo(app: string, flags: readonly string[]): number {
  const printed = execFileSync(process.execPath, [...flags, join(import.meta.dirname, 'apps', app)], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', OTEL_TRACES_EXPORTER: 'otlp' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Number(printed);
}

/**
 * `npm run fuzz`: throws inputs that nobody thought of at what reads the outside world: price files, usage, spans. Every fuzz
 * target of the collector, and every file of `test/fuzz`, for `TASKMETER_FUZZ_SECONDS` (60) each, two at a time. `npm test` runs
 * them shortly. Go writes a finding to the package's `testdata/fuzz`, where it stays as a test; fast-check prints it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { requireGo } from './build/go.ts';

const root = join(import.meta.dirname, '..');
const collector = join(root, 'collector');
const seconds = Number(process.env['TASKMETER_FUZZ_SECONDS'] ?? 60);

interface Target {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
}

requireGo();
if (!(seconds > 0)) throw new TypeError(`TASKMETER_FUZZ_SECONDS: expected seconds above 0, got ${seconds}`);
const waiting = [...nodeTargets(), ...goTargets()];
if (waiting.length === 0) throw new Error('there is nothing to fuzz');
const lines = [0, 1].map(async () => {
  let sound = true;
  for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
    if (!(await fuzz(target))) sound = false;
  }
  return sound;
});
if ((await Promise.all(lines)).includes(false)) process.exitCode = 1;

function nodeTargets(): readonly Target[] {
  return globSync('test/fuzz/*.test.ts', { cwd: root }).map((file) => ({
    name: file,
    command: [process.execPath, '--test', file],
    cwd: root,
  }));
}

/** What `go test -list` finds: the names of a package, then a line about it. */
function goTargets(): readonly Target[] {
  const { status, stdout } = spawnSync('go', ['test', '-list', '^Fuzz', './...'], {
    cwd: collector,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`go test -list failed:\n${stdout}`);
  const found: Target[] = [];
  let names: string[] = [];
  for (const line of stdout.split('\n')) {
    if (line.startsWith('Fuzz')) names.push(line);
    const [, of] = /^ok\s+(\S+)/.exec(line) ?? [];
    if (of === undefined) continue;
    found.push(...names.map((name) => goTarget(name, of)));
    names = [];
  }
  return found;
}

function goTarget(name: string, of: string): Target {
  const time = ['-fuzztime', `${seconds}s`, '-parallel', '1'];
  return {
    name: `${of.split('/').at(-1)}.${name}`,
    command: ['go', 'test', '-run', '^$', '-fuzz', `^${name}$`, ...time, of],
    cwd: collector,
  };
}

/** Prints one line when all is well, and all there is when it is not. */
async function fuzz({ name, command: [program, ...args], cwd }: Target): Promise<boolean> {
  const env = { ...process.env, TASKMETER_FUZZ_SECONDS: String(seconds) };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  const [code] = await once(child, 'close');
  const runs = printed.match(/execs: \d+/g)?.at(-1);
  console.log(`${code === 0 ? 'ok' : 'FAILED'} ${name}, ${seconds} s${runs === undefined ? '' : `, ${runs}`}`);
  if (code !== 0) console.log(printed);
  return code === 0;
}

/**
 * `npm run fuzz`: throws inputs that nobody thought of at what reads the outside world in the collector: price files, usage,
 * spans. Every fuzz target there is, for `TASKMETER_FUZZ_SECONDS` (60) each, two at a time. `npm test` runs their seeds.
 * A finding is written to the package's `testdata/fuzz`, where it stays as a test.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { requireGo } from './build/go.ts';

const collector = join(import.meta.dirname, '../collector');
const seconds = Number(process.env['TASKMETER_FUZZ_SECONDS'] ?? 60);

interface Target {
  readonly name: string;
  readonly package: string;
}

requireGo();
if (!(seconds > 0)) throw new TypeError(`TASKMETER_FUZZ_SECONDS: expected seconds above 0, got ${seconds}`);
const waiting = [...targets()];
if (waiting.length === 0) throw new Error('there is nothing to fuzz');
const lines = [0, 1].map(async () => {
  let sound = true;
  for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
    if (!(await fuzz(target))) sound = false;
  }
  return sound;
});
if ((await Promise.all(lines)).includes(false)) process.exitCode = 1;

/** What `go test -list` finds: the names of a package, then a line about it. */
function targets(): readonly Target[] {
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
    found.push(...names.map((name) => ({ name, package: of })));
    names = [];
  }
  return found;
}

/** Prints one line when all is well, and all there is when it is not. */
async function fuzz(target: Target): Promise<boolean> {
  const args = ['test', '-run', '^$', '-fuzz', `^${target.name}$`, '-fuzztime', `${seconds}s`, '-parallel', '1'];
  const child = spawn('go', [...args, target.package], { cwd: collector, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  const [code] = await once(child, 'close');
  const runs = printed.match(/execs: \d+/g)?.at(-1) ?? 'execs: none';
  console.log(
    `${code === 0 ? 'ok' : 'FAILED'} ${target.package.split('/').at(-1)}.${target.name}, ${seconds} s, ${runs}`,
  );
  if (code !== 0) console.log(printed);
  return code === 0;
}

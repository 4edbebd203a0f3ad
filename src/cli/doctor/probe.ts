/**
 * Runs ahead of the program that the doctor starts, by NODE_OPTIONS. It leaves no trace that the program or taskmeter could
 * behave differently for: what brought it in is taken away at once, and it only looks, from a timer that holds nothing up.
 */
import { ChildProcess } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { type Evidence, type ProbeOrder, PROBE_VARIABLE } from './evidence.ts';
import { look } from './look.ts';
import { probedPairs } from './probed.ts';

/** A program that has had little to do for this long, in milliseconds, has started. */
const QUIET_MS = 1500;
const TICK_MS = 200;

const given = process.env[PROBE_VARIABLE];
if (isMainThread && given !== undefined) probe(JSON.parse(given) as ProbeOrder);

function probe(order: ProbeOrder): void {
  delete process.env[PROBE_VARIABLE];
  if (order.nodeOptions === null) delete process.env['NODE_OPTIONS'];
  else process.env['NODE_OPTIONS'] = order.nodeOptions;
  let started = 0;
  passOn(order, () => (started += 1));

  const path = `${order.folder}/${process.pid}.json`;
  const write = (ended: boolean): void => {
    try {
      // Renamed, so that nobody reads half of it.
      writeFileSync(`${path}.part`, JSON.stringify({ ...look(order), started, ended } satisfies Evidence));
      renameSync(`${path}.part`, path);
    } catch {
      // The doctor has gone, or looks no more.
    }
  };
  whenQuiet(() => write(false));
  process.once('exit', () => write(true));
}

/** A look takes a good part of a second, so there is one when the program has started, and one when it ends. */
function whenQuiet(act: () => void): void {
  let before = performance.eventLoopUtilization();
  let quietMs = 0;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    quietMs = utilization < 0.5 ? quietMs + TICK_MS : 0;
    if (quietMs < QUIET_MS) return;
    clearInterval(timer);
    act();
  }, TICK_MS).unref();
}

/** The program may be started by another one (npx, tsx, a package script): its children are probed as well. */
function passOn(order: ProbeOrder, passed: () => void): void {
  const spawn: unknown = Reflect.get(ChildProcess.prototype, 'spawn');
  if (typeof spawn !== 'function') return;
  const spawnProbed = function (this: unknown, options: { readonly envPairs?: readonly string[] }): unknown {
    const { envPairs } = options;
    passed();
    return spawn.call(
      this,
      envPairs === undefined ? options : { ...options, envPairs: probedPairs(order, envPairs) },
    ) as unknown;
  };
  Object.assign(ChildProcess.prototype, { spawn: spawnProbed });
}

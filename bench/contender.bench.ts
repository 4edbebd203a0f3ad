/**
 * One contender: an application that makes model calls when it is told to. Its first argument is the folder of the clients;
 * overhead.ts sends it the name of a unit of work for each round, and gets a `Round` back.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { createRequire } from 'node:module';
import type { TracerProvider, trace as traceApi } from '@opentelemetry/api';
import { loadClients } from './clients.ts';
import { worksOf, type Work } from './works.ts';

/** What one round took, in microseconds a call. */
export interface Round {
  /** From the first call's start to the last call's end, as the clock on the wall has it. */
  readonly wall: number;
  /** CPU time of the whole process, all its threads, until nothing is left to do but to export. */
  readonly cpu: number;
  /** CPU time of serialising and sending it all afterwards. */
  readonly exporting: number;
}

const folder = process.argv[2] ?? process.cwd();
const isOurs = process.execArgv.includes('taskmeter/register');
const units = worksOf(loadClients(folder), isOurs ? await tasks() : (work) => work());

process.on('message', (name: string) => {
  void measured(name).then((round) => process.send?.(round));
});
process.send?.([...units.keys()]);

async function measured(name: string): Promise<Round> {
  const unit = units.get(name);
  if (unit === undefined) throw new Error(`no unit of work is called ${name}`);
  const { work, times, calls } = unit;
  await turn();
  const cpuFrom = process.cpuUsage();
  const from = performance.now();
  for (let time = 0; time < times; time += 1) await work();
  const wall = (performance.now() - from) * 1000;
  // What was put off to a later turn of the event loop is part of the price.
  for (let turns = 0; turns < 3; turns += 1) await turn();
  const cpu = microseconds(process.cpuUsage(cpuFrom));
  const exportFrom = process.cpuUsage();
  await flush();
  const exporting = microseconds(process.cpuUsage(exportFrom));
  const all = times * calls;
  return { wall: wall / all, cpu: cpu / all, exporting: exporting / all };
}

function microseconds({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}

async function tasks(): Promise<(work: Work) => Promise<unknown>> {
  const { task } = await import('taskmeter');
  return (work) => task({ type: 'bench' }, work);
}

/** A provider of the SDK; the API does not know that it can be flushed, nor that it stands behind a proxy. */
type Flushable = TracerProvider & { forceFlush?(): Promise<void>; getDelegate?(): Flushable };

async function flush(): Promise<void> {
  const { trace } = createRequire(`${folder}/app.cjs`)('@opentelemetry/api') as { trace: typeof traceApi };
  const provider = trace.getTracerProvider() as Flushable;
  await (provider.getDelegate?.() ?? provider).forceFlush?.();
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Contender, Field } from './contenders.ts';
import type { Round } from './contender.bench.ts';
import { root } from './contenders.ts';

/** Rounds by unit of work, then by contender. */
export type Overhead = ReadonlyMap<string, ReadonlyMap<Contender, readonly Round[]>>;

/** So many that the compiler is done: a call is as fast as it gets after some fifteen thousand. */
const warmUpRounds = 30;

/**
 * Lets every contender of a field do the same work in turns, each in a process of its own, one at a time; `repeats` times
 * with fresh processes, since what the compiler makes of one differs from the next. Their spans are taken here, so that
 * receiving them costs them nothing.
 */
export async function measureOverhead(field: Field, repeats: number, rounds: number): Promise<Overhead> {
  const overhead = new Map<string, Map<Contender, Round[]>>();
  const sink = await openSink();
  try {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const runners: Runner[] = [];
      try {
        for (const contender of field.contenders) runners.push(await start(contender, field.folder, sink.url));
        const units = runners[0]?.units.filter((unit) => field.clients.includes(unit.split(' ', 1)[0] ?? '')) ?? [];
        for (const unit of units) {
          for (let round = -warmUpRounds; round < rounds; round += 1) {
            // Each goes first as often as the others: drift of the machine hits all.
            const first = (round + warmUpRounds) % runners.length;
            for (const runner of [...runners.slice(first), ...runners.slice(0, first)]) {
              const measured = await runner.round(unit);
              if (round >= 0) roundsOf(overhead, unit, runner.contender).push(measured);
            }
          }
        }
      } finally {
        for (const { child } of runners) child.kill();
      }
    }
    for (const { name, observes } of field.contenders) {
      if (sink.received(name) !== observes)
        throw new Error(
          `${name}: ${observes ? 'no span arrived' : 'spans arrived'}; it is not what was to be measured`,
        );
    }
    return overhead;
  } finally {
    sink.close();
  }
}

function roundsOf(overhead: Map<string, Map<Contender, Round[]>>, unit: string, contender: Contender): Round[] {
  let ofUnit = overhead.get(unit);
  if (ofUnit === undefined) overhead.set(unit, (ofUnit = new Map()));
  let rounds = ofUnit.get(contender);
  if (rounds === undefined) ofUnit.set(contender, (rounds = []));
  return rounds;
}

interface Runner {
  readonly contender: Contender;
  readonly child: ChildProcess;
  readonly units: readonly string[];
  round(unit: string): Promise<Round>;
}

async function start(contender: Contender, folder: string, sinkUrl: string): Promise<Runner> {
  const child = fork(join(import.meta.dirname, 'contender.bench.ts'), [folder], {
    cwd: root,
    execArgv: [...contender.flags],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      OTEL_EXPORTER_OTLP_ENDPOINT: `${sinkUrl}/${encodeURIComponent(contender.name)}`,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      // The bare client is to be bare: Anthropic's has spans of its own once an SDK is there.
      ANTHROPIC_OPEN_TELEMETRY: 'false',
    },
  });
  const answer = async <T>(): Promise<T> => {
    const ended = new AbortController();
    const died = once(child, 'exit', ended).then(([code]): never => {
      throw new Error(`${contender.name} ended with exit code ${code}`);
    });
    died.catch(() => {});
    try {
      const [message] = await Promise.race([once(child, 'message', ended), died]);
      return message as T;
    } finally {
      ended.abort();
    }
  };
  return {
    contender,
    child,
    units: await answer<string[]>(),
    round(unit) {
      child.send(unit);
      return answer<Round>();
    },
  };
}

/** A collector that takes everything and keeps nothing but who has sent. */
async function openSink(): Promise<{ url: string; received(name: string): boolean; close(): void }> {
  const senders = new Set<string>();
  const server = createServer((request, response) => {
    const [, name = ''] = (request.url ?? '').split('/');
    senders.add(decodeURIComponent(name));
    request.resume().once('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: (name) => senders.has(name),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * An application under load, and a collector that is away for a while. OUTAGE_SECONDS (3 when unset) is how long; with 60 the
 * exporters keep their own time-outs, and it is what an operator would see.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Collector, startCollector } from '../../scripts/stack/collector.ts';
import { type Jaeger, startJaeger } from '../../scripts/stack/jaeger.ts';
import { type Atto, formatUsd, parseUsd } from '../../src/price/money.ts';
import { build, repository } from '../support/built.ts';
import { type Child, type Ended, startNode } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { type Gate, startGate } from '../support/gate.ts';
import { type Sample, scrape } from '../support/prometheus-text.ts';

const outageMs = 1000 * Number(process.env['OUTAGE_SECONDS'] ?? 3);
const isLong = outageMs > 30_000;

/** By hand: 56 × 0.40 + 64 × 0.10 + 30 × 1.60 USD a million tokens, for each call of the application. */
const price = 76_800_000_000_000n;

before(build);

suite(`a collector that is away for ${outageMs / 1000} s`, () => {
  let jaeger: Jaeger;
  let collector: Collector;
  let gate: Gate;
  let provider: FakeProvider;

  before(async () => {
    jaeger = await startJaeger();
    provider = await startFakeProvider();
    collector = await startCollector({ jaegerOtlp: jaeger.otlpGrpc });
    gate = await startGate(collector.otlpUrl);
  });
  after(async () => {
    await gate?.shut();
    await Promise.all([collector?.stop(), jaeger?.stop(), provider?.close()]);
  });

  /** The application; `service` tells its counters from those of the others, whose sums the collector keeps as well. */
  function start(way: string, env: Readonly<Record<string, string>> = {}): Child {
    provider.reset();
    return startNode(['--import', 'taskmeter/register', `${repository}/test/e2e/apps/load.mjs`, way], {
      cwd: repository,
      limitMs: outageMs + 120_000,
      env: {
        RATE: '40',
        PROVIDER_URL: provider.url,
        TASKMETER_HOSTS: `${new URL(provider.url).host}=openai`,
        OTEL_EXPORTER_OTLP_ENDPOINT: gate.url,
        OTEL_METRIC_EXPORT_INTERVAL: isLong ? '15000' : '1000',
        OTEL_LOGS_EXPORTER: 'none',
        ...(isLong ? {} : { OTEL_BSP_SCHEDULE_DELAY: '200', OTEL_EXPORTER_OTLP_TIMEOUT: '500' }),
        ...env,
      },
    });
  }

  /** What the collector knows of calls: what it has booked, and what processes have told it of theirs. */
  async function known(): Promise<Known> {
    const samples = await scrape(collector.metricsUrl);
    return {
      booked: sumOf(samples, 'taskmeter_calls_total'),
      bookedCost: costOf(samples, 'taskmeter_cost_USD_total'),
      made: sumOf(samples, 'taskmeter_process_calls_total'),
      madeCost: picosOf(samples, 'taskmeter_process_cost_pico_usd_total'),
      lost: sumOf(samples, 'taskmeter_process_lost_calls_total'),
      lostCost: picosOf(samples, 'taskmeter_process_lost_cost_pico_usd_total'),
    };
  }

  /** Runs the application through `during`, and compares all that is known with what the provider was asked. */
  async function account(
    way: string,
    during: (child: Child, before: Known) => Promise<void>,
    env?: Readonly<Record<string, string>>,
  ): Promise<Account> {
    const before = await known();
    const child = start(way, env);
    await child.printed('under load');
    await eventually('the first calls', async () => ((await known()).booked > before.booked ? true : undefined));
    await during(child, before);
    const ended = await child.ended;
    await gate.shut();
    await gate.open();
    const truth = provider.requests.length;
    const settled = await quiet(known);
    return { ended, truth, ...since(before, settled) };
  }

  const ends: Readonly<Record<string, (child: Child) => Promise<void>>> = {
    return: async (child) => stop(child),
    exit: async (child) => stop(child),
    throw: async (child) => stop(child),
    signal: async (child) => {
      stop(child);
      await child.printed('idle');
      child.kill('SIGTERM');
    },
  };

  for (const [way, end] of Object.entries(ends)) {
    test(`and is there when the process ends by "${way}" has every call, and the process's last counts`, async () => {
      const { ended, truth, ...counted } = await account(way, end);
      assert.doesNotMatch(ended.stderr, /taskmeter:/);
      assert.deepEqual(counted, {
        booked: truth,
        bookedCost: formatUsd(BigInt(truth) * price),
        made: truth,
        madeCost: formatUsd(BigInt(truth) * price),
        lost: 0,
        lostCost: '0',
      });
    });

    test(`and is away when the process ends by "${way}" misses exactly what the process says is lost`, async () => {
      const { ended, truth, booked, bookedCost } = await account(way, async (child) => {
        await gate.shut();
        await delay(200);
        await end(child);
        await child.ended;
      });
      const [, lost, made, lostCost, madeCost] =
        /lost in all: (\d+) of (\d+) calls, (\S+) of (\S+) USD/.exec(ended.stderr) ?? [];
      assert.deepEqual(
        { made: Number(made), madeCost, lost: Number(lost), lostCost },
        {
          made: truth,
          madeCost: formatUsd(BigInt(truth) * price),
          lost: truth - booked,
          lostCost: formatUsd(BigInt(truth) * price - (parseUsd(bookedCost) ?? 0n)),
        },
      );
      assert.ok(Number(lost) > 0 && booked > 0, `${lost} of ${made} lost`);
    });
  }

  /** The process lives on until it has told all: how long it may take at its end is another matter. */
  const outage = async (child: Child, before: Known): Promise<void> => {
    await gate.shut();
    await delay(outageMs);
    await gate.open();
    const told = (what: string, isTold: (known: ReturnType<typeof since>) => boolean): Promise<true> =>
      eventually(what, async () => (isTold(since(before, await known())) ? true : undefined), { limitMs: 60_000 });
    // What was kept goes out with what still ends.
    const during = provider.requests.length;
    await told('what was kept', ({ booked, lost }) => booked + lost >= during);
    stop(child);
    await child.printed('idle');
    const calls = provider.requests.length;
    await told('every call', ({ made, booked, lost }) => made === calls && booked + lost >= calls);
    stop(child);
  };

  /** More than can wait. */
  const manyCalls: Readonly<Record<string, string>> = isLong
    ? { RATE: '200' }
    : { RATE: '60', OTEL_BSP_MAX_QUEUE_SIZE: '32', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '16' };

  test('gets all that could wait as soon as it is back', async () => {
    const { ended, truth, ...counted } = await account('later', outage, { RATE: isLong ? '20' : '40' });
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(counted, {
      booked: truth,
      bookedCost: formatUsd(BigInt(truth) * price),
      made: truth,
      madeCost: formatUsd(BigInt(truth) * price),
      lost: 0,
      lostCost: '0',
    });
  });

  test('misses exactly what the process counts as lost where more ended than could wait', async () => {
    const { ended, truth, booked, bookedCost, made, madeCost, lost, lostCost } = await account(
      'later',
      outage,
      manyCalls,
    );
    assert.match(ended.stderr, /spans could not be exported and the oldest are lost/);
    assert.deepEqual(
      {
        made,
        madeCost,
        missing: truth - booked,
        missingCost: formatUsd(BigInt(truth) * price - (parseUsd(bookedCost) ?? 0n)),
      },
      { made: truth, madeCost: formatUsd(BigInt(truth) * price), missing: lost, missingCost: lostCost },
    );
    assert.ok(lost > 0 && booked > 0, `${lost} of ${made} lost`);
  });

  test('misses no more than that where the calls are in tasks, since a task that arrives tells of its calls', async () => {
    const { truth, booked, made, lost } = await account('later', outage, { ...manyCalls, TASKS: 'yes' });
    assert.equal(made, truth);
    assert.ok(lost > 0, 'some are lost');
    assert.ok(truth - booked >= 0 && truth - booked <= lost, `${truth - booked} missing, ${lost} lost`);
  });
});

interface Known {
  readonly booked: number;
  readonly bookedCost: Atto;
  readonly made: number;
  readonly madeCost: Atto;
  readonly lost: number;
  readonly lostCost: Atto;
}

interface Account {
  readonly ended: Ended;
  /** What the provider was asked. */
  readonly truth: number;
  readonly booked: number;
  readonly bookedCost: string;
  readonly made: number;
  readonly madeCost: string;
  readonly lost: number;
  readonly lostCost: string;
}

function stop(child: Child): void {
  child.process.stdin?.write('stop\n');
}

function since(before: Known, now: Known): Omit<Account, 'ended' | 'truth'> {
  return {
    booked: now.booked - before.booked,
    bookedCost: formatUsd(now.bookedCost - before.bookedCost),
    made: now.made - before.made,
    madeCost: formatUsd(now.madeCost - before.madeCost),
    lost: now.lost - before.lost,
    lostCost: formatUsd(now.lostCost - before.lostCost),
  };
}

/** What is told when for three seconds nothing has changed: quiet period and publishing take one each. */
async function quiet(ask: () => Promise<Known>): Promise<Known> {
  let last = await ask();
  let sinceMs = Date.now();
  return eventually('the collector to settle', async () => {
    const now = await ask();
    if (JSON.stringify(now, inWords) !== JSON.stringify(last, inWords)) sinceMs = Date.now();
    last = now;
    return Date.now() - sinceMs > 3000 ? now : undefined;
  });
}

function inWords(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function valuesOf(samples: readonly Sample[], name: string): number[] {
  return samples.filter((sample) => sample.name === name).map(({ value }) => value);
}

function sumOf(samples: readonly Sample[], name: string): number {
  return valuesOf(samples, name).reduce((sum, value) => sum + value, 0);
}

function picosOf(samples: readonly Sample[], name: string): Atto {
  return BigInt(sumOf(samples, name)) * 1_000_000n;
}

/** The collector's: each series is the double nearest to an exact decimal, and the shortest that names it is that decimal. */
function costOf(samples: readonly Sample[], name: string): Atto {
  return valuesOf(samples, name).reduce((sum, value) => sum + (parseUsd(String(value)) ?? 0n), 0n);
}

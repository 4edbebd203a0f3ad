/**
 * Consumes calls of one version of one client library in every way and prints what a program got, as JSON. Run twice by
 * the test: as it is, and with `--import observe.ts`.
 *
 * Arguments: alias, format, and a part of the names of those ways to go, when not all are to.
 */
import { setImmediate as turn, setTimeout as moment } from 'node:timers/promises';
import { takeClosedUrl } from '../support/closed-url.ts';
import { startFakeProvider } from '../support/fake-provider.ts';
import { consumptions } from './consumption.ts';
import { describe } from './describe.ts';
import { helperOf, helpers } from './helpers.ts';
import { methods } from './methods.ts';
import { type Observed, takeObserved } from './observed.ts';
import { loadSdk, methodAt } from './sdks.ts';

/** What came of one way to consume. */
export interface Outcome extends Observed {
  readonly got: unknown;
  readonly unhandled: readonly unknown[];
  readonly requests: readonly unknown[];
}

const [alias = '', format = '', only = ''] = process.argv.slice(2);
Error.stackTraceLimit = 100;

const provider = await startFakeProvider();
const closed = await takeClosedUrl();
const sdk = await loadSdk(alias, format === 'esm' ? 'esm' : 'cjs', process.env['SDKS_FOLDER']);
const client = sdk.newClient({ url: provider.url });
const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

const patienceMs = 3500;
/** Where leaving a stream does not cut its connection, the server sends on for as long as we wait. */
const untilIdleMs = sdk.can.has('controller') ? patienceMs : 1500;
const collections = new FinalizationRegistry<() => void>((tell) => tell());
const outcomes: Record<string, Outcome> = {};
for (const { library, path, streams, isMain, body } of methods) {
  const create = library === sdk.library ? methodAt(client, path) : undefined;
  if (create === undefined) continue;
  for (const [name, { run, needs, endings }] of Object.entries(consumptions)) {
    const has = { stream: streams, time: isMain === true };
    if (needs?.some((need) => !(need === 'stream' || need === 'time' ? has[need] : sdk.can.has(need))) === true)
      continue;
    if (!`${path}: ${name}`.includes(only)) continue;
    const trial = {
      sdk,
      client,
      create,
      provider,
      closedUrl: closed.url,
      body: (model: string, more?: object) => ({ model, ...body, ...more }),
    };
    outcomes[`${path}: ${name}`] = await outcomeOf(() => run(trial), endings);
  }
}
for (const [name, helper] of Object.entries(helpers)) {
  const isOffered = helper.library === sdk.library && helper.except?.includes(alias) !== true;
  const isWanted = isOffered && `helper: ${name}`.includes(only);
  const method = isWanted ? helperOf(helper, client) : undefined;
  if (method !== undefined) {
    outcomes[`helper: ${name}`] = await outcomeOf(async () => await helper.run(method, client), helper.endings);
  }
}

const hosts = [provider, closed].map(({ url }) => new URL(url).host);
process.stdout.write(hosts.reduce((json, host) => json.replaceAll(host, 'host:port'), JSON.stringify(outcomes)));
await provider.close();
closed.release();

async function outcomeOf(consume: () => Promise<unknown>, endings: readonly string[]): Promise<Outcome> {
  provider.reset();
  unhandled.length = 0;
  await takeObserved();
  const got = await Promise.race([
    consume().then(
      (value) => describe(value),
      (error: unknown) => ({ thrown: describe(error) }),
    ),
    // Some versions hang where later ones do not; then they hang observed, too.
    moment(patienceMs, 'never settles', { ref: false }),
  ]);
  await Promise.race([provider.idle(), moment(untilIdleMs, undefined, { ref: false })]);
  const requests = provider.requests.map(({ method, path, headers, body, end }) => ({
    method,
    path,
    headers,
    body,
    end,
  }));
  if (requests.some(({ end }) => end === undefined)) provider.hangUp();
  // What nobody waits for ends when it is collected; that takes more time than everything else together.
  if (endings.some((ending) => ending.includes('unread'))) await collected();
  // Rejections are reported once the microtasks are done, and each registry hears of a collection in a turn of its own.
  await turn();
  await turn();
  return {
    got,
    unhandled: unhandled.map((reason) => describe(reason)),
    // Requests at the same time come in any order.
    requests: requests.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ...(await takeObserved()),
  };
}

/** Collects garbage, and waits until the process is told of it. */
async function collected(): Promise<void> {
  const told = new Promise<void>((resolve) => collections.register({}, resolve));
  globalThis.gc?.();
  await Promise.race([told, moment(patienceMs, undefined, { ref: false })]);
}

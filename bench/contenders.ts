import { join } from 'node:path';

/** One way to start an application. */
export interface Contender {
  readonly name: string;
  /** Flags of Node that come before the application. */
  readonly flags: readonly string[];
  /** Whether it makes spans of model calls; what makes none where it should was not measured. */
  readonly observes: boolean;
}

/** Contenders that are compared with one another: the same releases of the clients, the same SDK, the same work. */
export interface Field {
  readonly title: string;
  /** Where the clients are installed. */
  readonly folder: string;
  /** The first word of the units of work they do. */
  readonly clients: readonly string[];
  readonly contenders: readonly Contender[];
}

/** The repository; in it `taskmeter/register` is the package that has been built. */
export const root: string = join(import.meta.dirname, '..');
/** Packages of other people that are measured beside it. */
export const peersFolder: string = join(import.meta.dirname, 'peers');

export const bare: Contender = { name: 'bare', flags: [], observes: false };
/** The SDK of the same release as taskmeter starts, with everything as it comes. */
export const plainSdk: Contender = { name: 'OpenTelemetry SDK', flags: setUp('opentelemetry.cjs'), observes: false };
export const taskmeter: Contender = { name: 'taskmeter', flags: ['--import', 'taskmeter/register'], observes: true };

export const peers: readonly Contender[] = [
  { name: '@opentelemetry/instrumentation-openai', flags: setUp('instrumentation-openai.cjs'), observes: true },
  { name: '@traceloop/instrumentation-openai', flags: setUp('traceloop.cjs'), observes: true },
];

/** With the newest client that the peers observe, and with the newest there is. */
export const fields: readonly Field[] = [
  { title: 'openai 6.49', folder: peersFolder, clients: ['openai'], contenders: [bare, plainSdk, ...peers, taskmeter] },
  {
    title: 'openai 7.57, @anthropic-ai/sdk 1.12',
    folder: root,
    clients: ['openai', 'anthropic'],
    contenders: [bare, plainSdk, taskmeter],
  },
];

function setUp(file: string): readonly string[] {
  return ['--require', join(peersFolder, file)];
}

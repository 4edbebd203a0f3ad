/**
 * What `taskmeter` is where there is no Node to observe: browsers, Workers, edge functions (package.json, `exports`). The same
 * names and types as `../index.ts`; the user's functions run, and nothing else happens. So that it can be bundled for such
 * places it imports only what is free of Node and of OpenTelemetry.
 */
import type { FlushOptions } from '../flush.ts';
import type { Price, PriceCall } from '../query/price.ts';
import type { SdkOptions, SdkParts } from '../sdk.ts';
import type { ReportOptions } from '../task/outcome.ts';
import type { Outcome } from '../task/outcomes.ts';
import type { TaskRef } from '../task/join.ts';
import type { TaskOptions } from '../task/options.ts';
import type { Task } from '../task/running.ts';
import type { Tool } from '../task/tool.ts';
import type { ToolOptions } from '../task/tool-options.ts';
import { createTally } from '../task/totals.ts';

export { ConfigError, type Options } from '../config.ts';
export type { FlushOptions } from '../flush.ts';
export type { Price, PriceCall, PriceLine } from '../query/price.ts';
export type { SdkOptions, SdkParts } from '../sdk.ts';
export type { ReportOptions } from '../task/outcome.ts';
export type { Outcome } from '../task/outcomes.ts';
export type { TaskRef } from '../task/join.ts';
export type { TaskOptions } from '../task/options.ts';
export type { Task } from '../task/running.ts';
export type { Tool } from '../task/tool.ts';
export type { ToolOptions } from '../task/tool-options.ts';
export type { Totals } from '../task/totals.ts';

export function task<T>(options: TaskOptions, fn: (task: Task) => T): T {
  return joinTask({ id: options.id ?? randomId(), type: options.type }, fn);
}

export function tool<T>({ name }: ToolOptions, fn: (tool: Tool) => T): T {
  return fn({ name, cost() {} });
}

export function joinTask<T>({ id, type }: TaskRef, fn: (task: Task) => T): T {
  return fn({ id, type, outcome() {}, totals: () => createTally().totals() });
}

export function currentTask(): TaskRef | undefined {
  return undefined;
}

/** The prices of hundreds of models are nothing to load into a page: here no model is known. */
export function price(_call: PriceCall): Price {
  return { status: 'unknown_model', lines: [], catalogue: 'none', assumed: [], unpricedUnits: [] };
}

export function instrument<Client>(client: Client): Client {
  return client;
}

export function outcome(_name: Outcome): void {}

export function reportOutcome(_taskId: string, _outcome: Outcome, _options?: ReportOptions): void {}

export function flush(_options?: FlushOptions): Promise<void> {
  return Promise.resolve();
}

/** The application's own parts as they were given, and otherwise a sampler that drops everything: there are no exporters. */
export function taskmeter({
  instrumentations = [],
  spanProcessors = [],
  sampler = dropEverything,
}: SdkOptions = {}): SdkParts {
  return { instrumentations: instrumentations.flat(), spanProcessors: [...spanProcessors], sampler };
}

const dropEverything: SdkParts['sampler'] = {
  // `SamplingDecision.NOT_RECORD`
  shouldSample: () => ({ decision: 0 }),
  toString: () => 'AlwaysOffSampler',
};

/** Not `crypto`, which pages without https lack: nothing is told apart by it but what the application itself does with it. */
function randomId(): string {
  return Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
}

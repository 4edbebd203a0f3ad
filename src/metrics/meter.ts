import { createNoopMeter, type MeterProvider, metrics } from '@opentelemetry/api';
import type { LlmCall } from '../call.ts';
import { safely } from '../span/safely.ts';
import { VERSION } from '../version.ts';
import { type ClientMetrics, createClientMetrics } from './client-metrics.ts';
import type { ToolEntry } from '../task/totals.ts';
import { counts, countCall, countTool, countUnobserved, type EndedCall } from './counters.ts';
import { observeCounts } from './process-metrics.ts';

let provider: MeterProvider | undefined;
let client: ClientMetrics | undefined;
let leave = (): void => {};

/**
 * Puts our instruments into the meter provider that is registered, once. The API has no proxy for one that comes later, so
 * this is asked again with everything that is counted.
 */
export function findMeter(): void {
  safely('finding a meter', () => {
    const registered = metrics.getMeterProvider();
    if (registered === provider) return;
    provider = registered;
    const meter = registered.getMeter('taskmeter', VERSION);
    // Where nobody has registered one, nobody is to be given labels.
    client = meter === createNoopMeter() ? undefined : createClientMetrics(meter);
    // The one before may go on collecting, and would tell the same counts a second time.
    leave();
    leave = observeCounts(meter, counts);
  });
}

/** Counts a call that has ended, whether or not anybody collects. */
export function meterCall(call: LlmCall, ended: Omit<EndedCall, 'provider'>): void {
  safely('counting a call', () => countCall({ ...ended, provider: call.request.provider }));
  findMeter();
  safely('metering a call', () => client?.record(call));
}

/** Counts a tool call that has a price. */
export function meterTool(entry: ToolEntry, taskType: string | undefined): void {
  safely('counting a tool call', () => countTool(entry, taskType));
  findMeter();
}

/** Counts a request to a model that no observed call made. */
export function meterUnobserved(host: string): void {
  countUnobserved(host);
  findMeter();
}

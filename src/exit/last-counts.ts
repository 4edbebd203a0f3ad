/**
 * The process's counts as they stand at its very end. The SDK collects asynchronously, and when `process.exit()` has been
 * called nothing asynchronous runs any more; so a thread reports them, as the same series of the same process.
 */
import type { MetricData, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { type Env, given, listed } from '../env.ts';
import { loadOfSdk } from '../sdk/load.ts';
import { type Counts, counts } from '../metrics/counters.ts';
import { observeCounts } from '../metrics/process-metrics.ts';
import type { ReadableSpan } from '../sdk/types.ts';
import { VERSION } from '../version.ts';
import { type PackedResource, packResource } from './packed-span.ts';

/** What crosses to the thread. */
export interface LastCounts {
  readonly counts: Counts;
  readonly resource: PackedResource;
  /** When the process began to count; seconds and nanoseconds since the epoch. */
  readonly since: [number, number];
}

/** What there is to report, where metrics are exported at all. */
export function packCounts(env: Env, resource: ReadableSpan['resource'] | undefined): LastCounts | undefined {
  if (resource === undefined || !exportsTotals(env)) return undefined;
  const ms = performance.timeOrigin;
  const since: [number, number] = [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
  return { counts, resource: packResource(resource), since };
}

/** Exports them once. Rejects when that fails. */
export async function sendCounts(
  env: Env,
  { counts: last, resource, since }: LastCounts,
  timeoutMs: number,
): Promise<void> {
  const { MeterProvider, PeriodicExportingMetricReader } = loadOfSdk('@opentelemetry/sdk-metrics');
  const exporter = otlpExporter(env, timeoutMs);
  const provider = new MeterProvider({
    resource: resource as ReadableSpan['resource'],
    readers: [
      new PeriodicExportingMetricReader({
        exporter: startedAt(since, exporter),
        exportIntervalMillis: 60_000,
        exportTimeoutMillis: timeoutMs,
      }),
    ],
  });
  observeCounts(provider.getMeter('taskmeter', VERSION), last);
  await provider.forceFlush();
}

/** Totals can be told again by anybody; differences only by who has told the ones before. */
function exportsTotals(env: Env): boolean {
  const exporters = listed(env, 'OTEL_METRICS_EXPORTER');
  const isOtlp = exporters.includes('otlp') || exporters.length === 0;
  const temporality = given(env, 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE');
  return isOtlp && !exporters.includes('none') && temporality?.toLowerCase() !== 'delta';
}

function otlpExporter(env: Env, timeoutMillis: number): PushMetricExporter {
  const names = ['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const protocol = names.map((name) => given(env, name)).find((value) => value !== undefined);
  if (protocol === 'grpc') {
    return new (loadOfSdk('@opentelemetry/exporter-metrics-otlp-grpc').OTLPMetricExporter)({ timeoutMillis });
  }
  if (protocol === 'http/json') {
    return new (loadOfSdk('@opentelemetry/exporter-metrics-otlp-http').OTLPMetricExporter)({ timeoutMillis });
  }
  return new (loadOfSdk('@opentelemetry/exporter-metrics-otlp-proto').OTLPMetricExporter)({ timeoutMillis });
}

/** A series that began in this thread would be one that was reset, and its whole value new. */
function startedAt(since: [number, number], exporter: PushMetricExporter): PushMetricExporter {
  return {
    export: (metrics, done) => exporter.export(sinceThen(metrics, since), done),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    selectAggregationTemporality: (type) => exporter.selectAggregationTemporality?.(type) ?? CUMULATIVE,
  };
}

/** `AggregationTemporality.CUMULATIVE` */
const CUMULATIVE = 1;

function sinceThen({ resource, scopeMetrics }: ResourceMetrics, startTime: [number, number]): ResourceMetrics {
  return {
    resource,
    scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.map(
        (metric) =>
          ({ ...metric, dataPoints: metric.dataPoints.map((point) => ({ ...point, startTime })) }) as MetricData,
      ),
    })),
  };
}

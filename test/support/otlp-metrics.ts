import { type KeyValues, type OtlpRequest, record } from './otlp-receiver.ts';

/** One series as it came last. */
export interface ReceivedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, unknown>>;
  /** Of a histogram its count. */
  readonly value: number;
  /** Who told it. */
  readonly instance: unknown;
}

/** Every series in the OTLP/JSON metrics that were received, as it stood last. */
export function metricsOf(requests: readonly OtlpRequest[]): readonly ReceivedSeries[] {
  const series = new Map<string, ReceivedSeries>();
  for (const { path, body } of requests) {
    if (path !== '/v1/metrics') continue;
    for (const { resource, scopeMetrics } of (JSON.parse(body.toString()) as Wire).resourceMetrics) {
      const { 'service.instance.id': instance } = record(resource.attributes);
      for (const { name, sum, histogram } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
        for (const { attributes, asInt, asDouble, count } of (sum ?? histogram)?.dataPoints ?? []) {
          const labels = record(attributes);
          const value = Number(asInt ?? asDouble ?? count);
          series.set(JSON.stringify([name, labels, instance]), { name, labels, value, instance });
        }
      }
    }
  }
  return [...series.values()];
}

/** Their values by name, summed over the labels. */
export function sumsOf(series: readonly ReceivedSeries[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { name, value } of series) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

interface Point {
  readonly attributes: KeyValues;
  readonly asInt?: string | number;
  readonly asDouble?: number;
  readonly count?: string | number;
}
interface Data {
  readonly dataPoints: readonly Point[];
}
interface Wire {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: KeyValues };
    readonly scopeMetrics: readonly {
      readonly metrics: readonly { readonly name: string; readonly sum?: Data; readonly histogram?: Data }[];
    }[];
  }[];
}

/** A real meter provider, whose metrics a test reads as plain objects. */
import { metrics as api } from '@opentelemetry/api';
import { DataPointType, type MetricData, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

class TestReader extends MetricReader {
  protected override onShutdown = async (): Promise<void> => {};
  protected override onForceFlush = async (): Promise<void> => {};
}

/** One series of a metric. */
export interface Series {
  readonly labels: Readonly<Record<string, unknown>>;
  /** A histogram is its count and sum. */
  readonly value: number | { readonly count: number; readonly sum: number | undefined };
}

export interface Meters {
  /** Every series by metric, as they stand now. */
  read(): Promise<Readonly<Record<string, readonly Series[]>>>;
  /** The metrics as the SDK has them. */
  data(): Promise<readonly MetricData[]>;
}

/** Registers the provider globally, as an application does. */
export function startMeters(): Meters {
  const reader = new TestReader();
  api.disable();
  api.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const data = async (): Promise<readonly MetricData[]> => {
    const { resourceMetrics, errors } = await reader.collect();
    if (errors.length > 0) throw errors[0];
    return resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
  };
  return {
    data,
    read: async () => Object.fromEntries((await data()).map((metric) => [metric.descriptor.name, seriesOf(metric)])),
  };
}

function seriesOf(metric: MetricData): readonly Series[] {
  if (metric.dataPointType === DataPointType.HISTOGRAM) {
    return metric.dataPoints.map(({ attributes, value: { count, sum } }) => ({
      labels: attributes,
      value: { count, sum },
    }));
  }
  if (metric.dataPointType === DataPointType.EXPONENTIAL_HISTOGRAM) throw new Error('none is asked for');
  return metric.dataPoints.map(({ attributes, value }) => ({ labels: attributes, value }));
}

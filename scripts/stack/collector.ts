import { join } from 'node:path';
import { buildCollector } from '../build/collector.ts';
import { freePorts } from './ports.ts';
import { startService } from './service.ts';
import type { Service } from './service.ts';

/** A running collector of ours. */
export interface Collector extends Service {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`, OTLP over HTTP. */
  readonly otlpUrl: string;
  /** OTLP over gRPC, as host:port. */
  readonly otlpGrpc: string;
  /** What Prometheus scrapes: the metrics of tasks. */
  readonly metricsUrl: string;
  /** The collector's metrics about itself. */
  readonly telemetryUrl: string;
}

export interface CollectorOptions {
  /** Where spans go: OTLP over gRPC, as host:port. */
  readonly jaegerOtlp: string;
  /** Names of files in collector/config/overlays, without `.yaml`, laid over collector.yaml in this order. */
  readonly overlays?: readonly string[];
  /** Silence after which a task is totalled. Default: 1s, for a stack on one machine. */
  readonly quietPeriod?: string;
  /** Take OTLP's usual ports where they are free. */
  readonly usualPorts?: boolean;
  /** Price files of the collector's own (`llm_cost`, `overrides`). */
  readonly overrides?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const config = join(import.meta.dirname, '../../collector/config');

/**
 * Builds the collector if it must be built, starts it with collector/config/collector.yaml and waits until it is ready.
 * @throws {NoGo} when it must be built and there is no Go.
 * @throws {Error} with its log, when it does not start.
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { jaegerOtlp, overlays = [], quietPeriod = '1s', usualPorts = false, overrides = [], env } = options;
  const usual = usualPorts ? ([4317, 4318, 8889, 13133, 8888] as const) : ([0, 0, 0, 0, 0] as const);
  const [grpc, http, prometheus, health, telemetry] = await freePorts(usual);
  const files = ['collector', ...overlays.map((name) => `overlays/${name}`)];
  const service = await startService({
    name: 'the collector',
    command: buildCollector(),
    args: [
      ...files.map((file) => `--config=${join(config, `${file}.yaml`)}`),
      `--config=yaml:processors::llm_cost::overrides: ${JSON.stringify(overrides)}`,
    ],
    env: {
      COLLECTOR_OTLP_GRPC_PORT: String(grpc),
      COLLECTOR_OTLP_HTTP_PORT: String(http),
      COLLECTOR_PROMETHEUS_PORT: String(prometheus),
      COLLECTOR_HEALTH_PORT: String(health),
      COLLECTOR_TELEMETRY_PORT: String(telemetry),
      COLLECTOR_QUIET_PERIOD: quietPeriod,
      COLLECTOR_METRICS_INTERVAL: '1s',
      JAEGER_OTLP_ENDPOINT: jaegerOtlp,
      ...env,
    },
    healthUrl: `http://127.0.0.1:${health}/`,
  });
  return {
    ...service,
    otlpUrl: `http://127.0.0.1:${http}`,
    otlpGrpc: `127.0.0.1:${grpc}`,
    metricsUrl: `http://127.0.0.1:${prometheus}/metrics`,
    telemetryUrl: `http://127.0.0.1:${telemetry}/metrics`,
  };
}

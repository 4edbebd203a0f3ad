import { join } from 'node:path';
import { findOrBuildJaeger } from '../build/jaeger.ts';
import { freePorts } from './ports.ts';
import { startService } from './service.ts';
import type { Service } from './service.ts';

/** A running Jaeger, spans in memory. */
export interface Jaeger extends Service {
  /** The page, and the API under `/api`. */
  readonly url: string;
  /** OTLP over gRPC, as host:port. */
  readonly otlpGrpc: string;
}

const folder = join(import.meta.dirname, '../../deploy/jaeger');

/**
 * Finds or builds Jaeger, starts it with deploy/jaeger/jaeger.yaml and waits until it is ready.
 * @param options.usualPorts take 16686 for the page where it is free.
 * @throws {NoGo} when it must be built and there is no Go.
 * @throws {Error} with its log, when it does not start.
 */
export async function startJaeger({ usualPorts = false }: { readonly usualPorts?: boolean } = {}): Promise<Jaeger> {
  const usual = usualPorts ? ([16686, 16685, 14317, 14133] as const) : ([0, 0, 0, 0] as const);
  const [http, grpc, otlp, health] = await freePorts(usual);
  const service = await startService({
    name: 'Jaeger',
    command: findOrBuildJaeger(),
    args: [`--config=${join(folder, 'jaeger.yaml')}`],
    env: {
      JAEGER_HTTP_PORT: String(http),
      JAEGER_GRPC_PORT: String(grpc),
      JAEGER_OTLP_PORT: String(otlp),
      JAEGER_HEALTH_PORT: String(health),
      JAEGER_UI_CONFIG: join(folder, 'ui-config.json'),
    },
    healthUrl: `http://127.0.0.1:${health}/status`,
  });
  // It waits ten seconds for connections to go idle, and what it holds is in memory anyway.
  const stop = (): Promise<void> => service.stop('SIGKILL');
  return { ...service, stop, url: `http://127.0.0.1:${http}`, otlpGrpc: `127.0.0.1:${otlp}` };
}

import type { Env } from '../env.ts';

/** A request as it leaves by `node:http`, as far as it tells who makes it. */
export interface Leaving {
  readonly path?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

/**
 * Whether this is another vendor's telemetry on its way out: Sentry's envelopes, and what Datadog's tracer has for its agent.
 * Their own tracing leaves such requests out, and says so to nobody; as spans they would stand in every task.
 */
export function isVendorTraffic({ path, port }: Leaving, env: Env): boolean {
  return /^\/api\/\d+\/envelope\//.test(path ?? '') || String(port ?? '') === datadogPort(env);
}

/** The port where Datadog's agent listens. */
function datadogPort(env: Env): string {
  const url = env['DD_TRACE_AGENT_URL'] ?? '';
  const named = URL.canParse(url) ? new URL(url).port : '';
  return named !== '' ? named : (env['DD_TRACE_AGENT_PORT'] ?? '8126');
}

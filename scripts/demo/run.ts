import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Script } from '../../examples/support-agent/provider/prompt.ts';
import { supportScript } from '../../examples/support-agent/provider/script.ts';
import { startProvider } from '../../examples/support-agent/provider/server.ts';
import type { ReportSpan } from '../../src/report/span.ts';
import { startReceiver } from './receiver.ts';

/** An example that is run: its command, with the one line that measures it, and what its provider says. */
export interface Agent {
  readonly name: string;
  readonly command: readonly string[];
  readonly script: Script;
}

export const supportAgent: Agent = {
  name: 'support-agent',
  command: ['--import', 'taskmeter/register', 'examples/support-agent/main.ts'],
  script: supportScript,
};

export interface Run {
  readonly spans: readonly ReportSpan[];
  /** Why not everything reached the endpoint of the environment; absent when it did, or when there is none. */
  readonly undelivered: string | undefined;
}

/**
 * Runs an agent in a process of its own against a fresh scripted provider and gives back its spans. What the environment
 * says about OTLP counts as in any application, except that the traces take the way through this process.
 *
 * @throws {Error} when the agent fails or no span arrives.
 */
export async function runAgent(
  { name, command, script }: Agent,
  env: NodeJS.ProcessEnv,
  output: 'inherit' | 'ignore',
): Promise<Run> {
  const endpoint = tracesEndpoint(env);
  const provider = await startProvider(script);
  const receiver = await startReceiver(endpoint);
  try {
    const agent = spawn(process.execPath, command, {
      env: {
        ...(endpoint === undefined ? { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' } : {}),
        OTEL_SERVICE_NAME: name,
        ...env,
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.tracesUrl,
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
        SUPPORT_AGENT_PROVIDER: provider.url,
      },
      stdio: ['ignore', output, 'inherit'],
    });
    const [code, signal] = await once(agent, 'exit');
    if (code !== 0) throw new Error(`the agent ended with ${signal ?? `exit code ${code}`}`);
    const spans = receiver.spans();
    if (spans.length === 0) throw new Error('the agent ran, but no span arrived');
    return { spans, undelivered: receiver.undelivered() };
  } finally {
    await Promise.all([provider.close(), receiver.close()]);
  }
}

/**
 * Where the environment wants the traces, by OpenTelemetry's rules; `undefined` when it names no endpoint.
 *
 * @throws {Error} for gRPC, which the way through this process does not speak.
 */
export function tracesEndpoint(env: NodeJS.ProcessEnv): string | undefined {
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || undefined;
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT'] || undefined;
  if (own === undefined && base === undefined) return undefined;
  const protocol = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || env['OTEL_EXPORTER_OTLP_PROTOCOL'];
  if (protocol === 'grpc') {
    throw new Error(
      'the demo sends over OTLP/HTTP: unset the protocol grpc and name the HTTP endpoint, usually port 4318',
    );
  }
  return own ?? `${base?.replace(/\/$/, '')}/v1/traces`;
}

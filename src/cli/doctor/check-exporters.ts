import { type Env, given } from '../../env.ts';
import { type Endpoint, exportersOf, otlpEndpoint, type Signal, shown } from './endpoint.ts';
import { explain } from './explain.ts';
import { type Facts, seenIn } from './facts.ts';
import type { Finding, Status } from './finding.ts';
import { askOtlp, post } from './reach.ts';

/** How long an endpoint may take, in milliseconds. */
const LIMIT_MS = 3000;

/** Do spans and metrics arrive where they are sent? One request with nothing in it for each endpoint. */
export async function checkExporters(facts: Facts): Promise<Finding[]> {
  const foreign = foreignProvider(facts);
  if (foreign !== undefined) {
    return [
      { check: 'exporter', status: 'ok', seen: `spans go where ${foreign} sends them; OTEL_* variables do not decide` },
    ];
  }
  const findings = await Promise.all([
    checkSignal('traces', facts),
    checkSignal('metrics', facts),
    ...checkAttached(facts),
  ]);
  return findings.flat();
}

async function checkSignal(signal: Signal, facts: Facts): Promise<Finding[]> {
  const { env } = facts;
  const names = exportersOf(signal, env);
  const say = (status: Status, seen: string, todo?: string, subject?: string): Finding => ({
    check: signal === 'traces' ? 'exporter' : 'metrics',
    status,
    subject,
    seen,
    todo,
  });
  if (!isDecidedByEnvironment(signal, facts)) return [];
  if (names[0] === 'none') {
    const variable = `OTEL_${signal.toUpperCase()}_EXPORTER`;
    if (signal === 'metrics') return [say('ok', `${variable}=none: no metrics are sent`)];
    const isShown = /^(?:1|true)$/i.test(given(env, 'TASKMETER_CONSOLE') ?? '');
    return [
      say(
        isShown ? 'ok' : 'warning',
        `${variable}=none: no spans are sent${isShown ? ', and TASKMETER_CONSOLE prints the tasks' : ''}`,
        isShown ? undefined : 'unset it, or set TASKMETER_CONSOLE=1 to see the tasks on stderr',
      ),
    ];
  }
  const found = await Promise.all(
    names.map(async (name) => {
      if (name === 'otlp') return checkOtlp(signal, env, say);
      if (name === 'console') return [say('ok', 'prints on stdout', undefined, 'console')];
      if (name === 'zipkin' && signal === 'traces') return checkZipkin(env, say);
      if (name === 'prometheus' && signal === 'metrics')
        return [say('ok', 'waits to be scraped', undefined, 'prometheus')];
      return [
        say(
          'problem',
          `there is no exporter ${name}`,
          'known are otlp, console, none, zipkin for traces, prometheus for metrics',
        ),
      ];
    }),
  );
  return found.flat();
}

type Say = (status: Status, seen: string, todo?: string, subject?: string) => Finding;

async function checkOtlp(signal: Signal, env: Env, say: Say): Promise<Finding[]> {
  let endpoint: Endpoint;
  try {
    endpoint = otlpEndpoint(signal, env);
  } catch (error) {
    return [say('problem', error instanceof Error ? error.message : String(error), 'it is like http://localhost:4318')];
  }
  const answer = await askOtlp(endpoint, LIMIT_MS);
  const { seen, todo } = await explain(answer, endpoint, LIMIT_MS);
  const from = endpoint.variable === undefined ? ', the default' : '';
  const subject = `${shown(endpoint.url)} (${endpoint.protocol}${from})`;
  // Spans are the product; metrics are the second way.
  const status = todo === undefined ? 'ok' : signal === 'traces' ? 'problem' : 'warning';
  const off = signal === 'metrics' && todo !== undefined ? `${todo}; or OTEL_METRICS_EXPORTER=none` : todo;
  return [say(status, seen, off, subject)];
}

async function checkZipkin(env: Env, say: Say): Promise<Finding[]> {
  const address = given(env, 'OTEL_EXPORTER_ZIPKIN_ENDPOINT') ?? 'http://localhost:9411/api/v2/spans';
  if (!URL.canParse(address)) return [say('problem', 'OTEL_EXPORTER_ZIPKIN_ENDPOINT is no URL', 'correct it')];
  const url = new URL(address);
  const answer = await post({ url, headers: { 'content-type': 'application/json' }, body: '[]' }, LIMIT_MS);
  const { seen, todo } = await explain(answer, { url, protocol: 'http/json', signal: 'traces', headers: {} }, LIMIT_MS);
  return [say(todo === undefined ? 'ok' : 'problem', seen, todo, `${shown(url)} (zipkin)`)];
}

/** Exporters that the application made in code, as far as their address can be seen. */
function checkAttached(facts: Facts): Promise<Finding[]>[] {
  return attached(facts).map(async ({ url: address, package: from = '' }): Promise<Finding[]> => {
    const found = (status: Status, seen: string, todo?: string): Finding[] => [
      { check: 'exporter', status, subject: address, seen, todo },
    ];
    const protocol = from.includes('-grpc ') ? 'grpc' : from.includes('-http ') ? 'http/json' : 'http/protobuf';
    const headers = endpointFromEnvironment(facts.env)?.headers ?? {};
    const endpoint: Endpoint = { signal: 'traces', protocol, url: new URL(address), headers };
    const answer = await askOtlp(endpoint, LIMIT_MS);
    // Its credentials are in the application, where they are not looked for.
    if (answer.kind === 'status' && (answer.status === 401 || answer.status === 403)) {
      return found('ok', 'answers, and wants the credentials that your program has');
    }
    const { seen, todo } = await explain(answer, endpoint, LIMIT_MS);
    return found(todo === undefined ? 'ok' : 'problem', seen, todo);
  });
}

/** The program's exporters that send to where the environment does not. */
function attached(facts: Facts): readonly { readonly url: string; readonly package?: string | undefined }[] {
  const environment = endpointFromEnvironment(facts.env);
  const named = environment === undefined ? undefined : shown(environment.url);
  const found = new Map<string, { readonly url: string; readonly package?: string | undefined }>();
  for (const { exporter } of seenIn(facts)?.provider?.processors ?? []) {
    const { url } = exporter ?? {};
    if (url !== undefined && url !== named) found.set(url, { url, package: exporter?.package });
  }
  return [...found.values()];
}

/** A provider that is not of OpenTelemetry's SDK has exporters, and credentials, of its own. */
function foreignProvider(facts: Facts): string | undefined {
  const { provider } = seenIn(facts) ?? {};
  return provider?.processors === undefined ? (provider?.package ?? provider?.class) : undefined;
}

/** Whether the environment decides where a signal goes: not for a configuration file, nor for exporters made in code. */
function isDecidedByEnvironment(signal: Signal, facts: Facts): boolean {
  if (given(facts.env, 'OTEL_CONFIG_FILE') !== undefined) return false;
  if (signal === 'traces') return attached(facts).length === 0;
  // An SDK that is not ours exports metrics when it is told to.
  const evidence = seenIn(facts);
  const names = ['OTEL_METRICS_EXPORTER', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'];
  return (
    evidence === undefined ||
    evidence.packages.some(
      ({ name, files }) => name === 'taskmeter' && files.some((file) => file.endsWith('/register')),
    ) ||
    names.some((name) => given(facts.env, name) !== undefined)
  );
}

function endpointFromEnvironment(env: Env): Endpoint | undefined {
  try {
    return otlpEndpoint('traces', env);
  } catch {
    return undefined;
  }
}

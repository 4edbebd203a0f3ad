/** Where the standard OTEL_* variables send a signal, and how. */
import { type Env, given, listed } from '../../env.ts';

export type Signal = 'traces' | 'metrics';

export type Protocol = 'http/protobuf' | 'http/json' | 'grpc';

export interface Endpoint {
  readonly signal: Signal;
  readonly protocol: Protocol;
  /** With the signal's path. */
  readonly url: URL;
  /** Their values are secrets: never printed. */
  readonly headers: Readonly<Record<string, string>>;
  /** The variable that names the endpoint; absent for the default. */
  readonly variable?: string | undefined;
  /** PEM files. */
  readonly ca?: string | undefined;
  readonly key?: string | undefined;
  readonly cert?: string | undefined;
}

/**
 * The OTLP endpoint of a signal.
 *
 * @throws {TypeError} when a variable has no URL in it; the message names the variable.
 */
export function otlpEndpoint(signal: Signal, env: Env): Endpoint {
  const upper = signal.toUpperCase();
  const of = (name: string): string | undefined =>
    given(env, `OTEL_EXPORTER_OTLP_${upper}_${name}`) ?? given(env, `OTEL_EXPORTER_OTLP_${name}`);
  const protocol = protocolOf(of('PROTOCOL'));
  const own = `OTEL_EXPORTER_OTLP_${upper}_ENDPOINT`;
  const variable = [own, 'OTEL_EXPORTER_OTLP_ENDPOINT'].find((name) => given(env, name) !== undefined);
  const base = variable === undefined ? undefined : given(env, variable);
  return {
    signal,
    protocol,
    url: urlOf(base ?? `http://localhost:${protocol === 'grpc' ? 4317 : 4318}`, variable, {
      path: protocol === 'grpc' || variable === own ? undefined : `v1/${signal}`,
      // gRPC endpoints may come without a scheme; then they are secure unless told otherwise.
      scheme: protocol === 'grpc' ? (of('INSECURE')?.toLowerCase() === 'true' ? 'http' : 'https') : undefined,
    }),
    headers: headersOf(
      `${given(env, 'OTEL_EXPORTER_OTLP_HEADERS') ?? ''},${given(env, `OTEL_EXPORTER_OTLP_${upper}_HEADERS`) ?? ''}`,
    ),
    variable,
    ca: of('CERTIFICATE'),
    key: of('CLIENT_KEY'),
    cert: of('CLIENT_CERTIFICATE'),
  };
}

/** The exporters that a variable names; `otlp` when it is unset. */
export function exportersOf(signal: Signal, env: Env): readonly string[] {
  const names = listed(env, `OTEL_${signal.toUpperCase()}_EXPORTER`);
  return names.length === 0 ? ['otlp'] : names;
}

/** Without user, password and query. */
export function shown({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

function protocolOf(name: string | undefined): Protocol {
  return name === 'grpc' || name === 'http/json' ? name : 'http/protobuf';
}

function urlOf(
  text: string,
  variable: string | undefined,
  { path, scheme }: { readonly path: string | undefined; readonly scheme: string | undefined },
): URL {
  const whole = scheme === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${scheme}://${text}`;
  if (!URL.canParse(whole) || !/^https?:$/.test(new URL(whole).protocol)) {
    throw new TypeError(`${variable ?? 'the endpoint'} is no URL of http or https`);
  }
  const url = new URL(whole);
  if (path !== undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  return url;
}

function headersOf(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair): [string, string][] => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' ? [] : [[name.trim(), decoded(value.join('=').trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

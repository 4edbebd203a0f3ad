/** From an endpoint's answer to what it means and what to do. */
import type { Endpoint } from './endpoint.ts';
import { type Answer, listens } from './reach.ts';

/** What an answer means. */
export interface Meaning {
  readonly seen: string;
  /** Absent when all is well. */
  readonly todo?: string | undefined;
}

/** `limitMs` is how long the answer was waited for. */
export async function explain(answer: Answer, endpoint: Endpoint, limitMs: number): Promise<Meaning> {
  const { protocol } = endpoint;
  if (answer.kind === 'error') return explainError(answer, endpoint, limitMs);
  if (answer.kind === 'grpc') return explainGrpc(answer.status, endpoint);
  const { status, contentType } = answer;
  if (status >= 200 && status < 300) {
    return contentType.includes('html')
      ? {
          seen: 'a web page answers, not a receiver of OTLP',
          todo: 'check host and port of the endpoint: 4318 takes OTLP over HTTP',
        }
      : taken(endpoint);
  }
  if (protocol === 'grpc') {
    return {
      seen: `answers ${status}, and does not speak gRPC`,
      todo: 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, or the port for gRPC, 4317',
    };
  }
  const seen = `answers ${status}`;
  if (status === 401 || status === 403) {
    const names = Object.keys(endpoint.headers);
    const sent = names.length === 0 ? 'no header is set' : `sent are ${names.join(', ')}`;
    return {
      seen: `${seen}: the credentials are missing or wrong (${sent})`,
      todo: 'set OTEL_EXPORTER_OTLP_HEADERS as your back end says',
    };
  }
  if (status === 404 || status === 405) {
    return { seen: `${seen}: there is no receiver at this path`, todo: pathAdvice(endpoint) };
  }
  if (status === 415) {
    const other = protocol === 'http/json' ? 'http/protobuf' : 'http/json';
    return { seen: `${seen}: it does not take ${protocol}`, todo: `OTEL_EXPORTER_OTLP_PROTOCOL=${other}` };
  }
  if (status === 400 && endpoint.url.protocol === 'http:') {
    return { seen, todo: 'it may want TLS: https in the endpoint; or it speaks something else than OTLP' };
  }
  if (status >= 300 && status < 400)
    return { seen: `${seen}, a redirect, which exporters do not follow`, todo: 'give the final address' };
  if (status === 429 || status >= 500)
    return { seen: `${seen}: it is there, and cannot take spans now`, todo: 'see its own log' };
  return { seen, todo: 'see the documentation of your back end' };
}

function taken({ signal }: Endpoint): Meaning {
  return { seen: signal === 'traces' ? 'takes spans' : 'takes metrics' };
}

function pathAdvice({ variable, url, signal }: Endpoint): string {
  if (variable === 'OTEL_EXPORTER_OTLP_ENDPOINT') {
    return `/v1/${signal} is added to OTEL_EXPORTER_OTLP_ENDPOINT: leave it out there, or name the whole address in OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`;
  }
  return url.pathname.endsWith(`/v1/${signal}`)
    ? 'check host and port'
    : `the path usually ends with /v1/${signal}, and is not added here`;
}

function explainGrpc(status: number, endpoint: Endpoint): Meaning {
  if (status === 0) return taken(endpoint);
  const seen = `answers gRPC status ${status}`;
  if (status === 16 || status === 7)
    return { seen: `${seen}: the credentials are missing or wrong`, todo: 'set OTEL_EXPORTER_OTLP_HEADERS' };
  if (status === 12) return { seen: `${seen}: it speaks gRPC and takes no OTLP`, todo: 'check host and port' };
  return { seen, todo: "see the receiver's own log" };
}

async function explainError(
  { code, message }: Extract<Answer, { kind: 'error' }>,
  { url, protocol }: Endpoint,
  limitMs: number,
): Promise<Meaning> {
  const host = url.hostname;
  if (code === 'ECONNREFUSED') {
    const [port, other] = protocol === 'grpc' ? [4317, 4318] : [4318, 4317];
    if (Number(url.port) === port && (await listens(host, other, 500))) {
      const name = other === 4317 ? 'grpc' : 'http/protobuf';
      return {
        seen: `refused: nothing listens on ${url.host}, but something does on ${other}`,
        todo: `OTEL_EXPORTER_OTLP_PROTOCOL=${name}, or let the collector listen on ${port}`,
      };
    }
    return {
      seen: `refused: nothing listens on ${url.host}`,
      todo: 'start the collector, or set OTEL_EXPORTER_OTLP_ENDPOINT to where it is',
    };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      seen: `the name ${host} is not known (${code})`,
      todo: 'check the name in the endpoint, and whether it can be resolved from here',
    };
  }
  if (code === 'TIMEOUT' || code === 'ETIMEDOUT') {
    return {
      seen: `no answer within ${limitMs / 1000} s`,
      todo: 'a firewall, or something that speaks no OTLP: check host and port',
    };
  }
  if (/EHOSTUNREACH|ENETUNREACH/.test(code))
    return { seen: `there is no way to ${host} (${code})`, todo: 'check the network' };
  if (code === 'ENOENT')
    return { seen: message, todo: 'correct OTEL_EXPORTER_OTLP_CERTIFICATE, _CLIENT_KEY or _CLIENT_CERTIFICATE' };
  if (/WRONG_VERSION_NUMBER|packet length|EPROTO/.test(`${code} ${message}`)) {
    return { seen: 'does not speak TLS', todo: 'http instead of https in the endpoint' };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code)) {
    return {
      seen: `its certificate is not accepted (${code})`,
      todo: 'name the authority in OTEL_EXPORTER_OTLP_CERTIFICATE or NODE_EXTRA_CA_CERTS',
    };
  }
  if (protocol === 'grpc') {
    return {
      seen: `does not speak gRPC (${code})`,
      todo: 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, or the port for gRPC, 4317',
    };
  }
  if (code.startsWith('HPE_')) {
    return {
      seen: `answers, but not by HTTP/1.1 (${code}): it may be a port for gRPC`,
      todo: 'OTEL_EXPORTER_OTLP_PROTOCOL=grpc, or the port for HTTP, 4318',
    };
  }
  if (/ECONNRESET|EPIPE/.test(code)) {
    return {
      seen: `closes the connection (${code})`,
      todo: 'it may want TLS (https), or speak gRPC: check scheme, port and OTEL_EXPORTER_OTLP_PROTOCOL',
    };
  }
  return { seen: `cannot be reached (${code})`, todo: 'check host and port' };
}

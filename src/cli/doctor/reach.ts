/** Sends an export request with nothing in it, and reads from the answer what would become of a real one. */
import { readFileSync } from 'node:fs';
import { connect as connectHttp2, constants } from 'node:http2';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import type { Endpoint } from './endpoint.ts';

/** What came of it. */
export type Answer =
  | { readonly kind: 'status'; readonly status: number; readonly contentType: string }
  /** Of gRPC: 0 is well. */
  | { readonly kind: 'grpc'; readonly status: number }
  /** `ECONNREFUSED`, `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`, or `TIMEOUT`. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

export interface Ask {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly tls?: Pick<Endpoint, 'ca' | 'key' | 'cert'> | undefined;
}

/** An empty OTLP request, as the endpoint's protocol has it. Never rejects. */
export async function askOtlp(endpoint: Endpoint, limitMs: number): Promise<Answer> {
  try {
    if (endpoint.protocol === 'grpc') return await askGrpc(endpoint, limitMs);
    const isJson = endpoint.protocol === 'http/json';
    return await post(
      {
        url: endpoint.url,
        headers: { ...endpoint.headers, 'content-type': isJson ? 'application/json' : 'application/x-protobuf' },
        // An empty message is no bytes at all.
        body: isJson ? (endpoint.signal === 'traces' ? '{"resourceSpans":[]}' : '{"resourceMetrics":[]}') : '',
        tls: endpoint,
      },
      limitMs,
    );
  } catch (error) {
    return failed(error);
  }
}

/** POST over HTTP/1.1, as exporters do it: no redirects are followed. Never rejects. */
export function post({ url, headers, body, tls }: Ask, limitMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    try {
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
      };
      const request =
        url.protocol === 'https:' ? requestHttps(url, { ...options, ...filesOf(tls) }) : requestHttp(url, options);
      const timer = setTimeout(() => request.destroy(timeout()), limitMs);
      request.on('response', (response) => {
        clearTimeout(timer);
        response.resume();
        resolve({
          kind: 'status',
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
        });
        request.destroy();
      });
      request.on('error', (error) => {
        clearTimeout(timer);
        resolve(failed(error));
      });
      request.end(body);
    } catch (error) {
      resolve(failed(error));
    }
  });
}

/** Whether anything accepts a connection there. */
export function listens(host: string, port: number, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: limitMs });
    const done = (isListening: boolean): void => {
      socket.destroy();
      resolve(isListening);
    };
    socket
      .once('connect', () => done(true))
      .once('error', () => done(false))
      .once('timeout', () => done(false));
  });
}

const SERVICES = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
} as const;

/** gRPC by hand: one HTTP/2 request with a message of no bytes, framed; the exporter's own library is not ours to load. */
function askGrpc(endpoint: Endpoint, limitMs: number): Promise<Answer> {
  const { url, headers, signal } = endpoint;
  return new Promise((resolve) => {
    const session = connectHttp2(url.origin, filesOf(endpoint));
    const timer = setTimeout(() => settle(failed(timeout())), limitMs);
    const settle = (answer: Answer): void => {
      clearTimeout(timer);
      session.destroy();
      resolve(answer);
    };
    session.on('error', (error) => settle(failed(error)));
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const stream = session.request({
      ...lower,
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: SERVICES[signal],
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status = 0;
    const read = (found: Readonly<Record<string, unknown>>): void => {
      if (found[':status'] !== undefined) status = Number(found[':status']);
      if (found['grpc-status'] !== undefined) settle({ kind: 'grpc', status: Number(found['grpc-status']) });
    };
    stream.on('response', read).on('trailers', read);
    // That of the connection, which comes next, says more.
    stream.on('error', (error) => setTimeout(() => settle(failed(error)), 100));
    stream.on('end', () => settle({ kind: 'status', status, contentType: '' }));
    stream.resume();
    stream.end(Buffer.alloc(5));
  });
}

function filesOf(tls: Ask['tls']): { ca?: Buffer; key?: Buffer; cert?: Buffer } {
  return {
    ...(tls?.ca === undefined ? {} : { ca: readFileSync(tls.ca) }),
    ...(tls?.key === undefined ? {} : { key: readFileSync(tls.key) }),
    ...(tls?.cert === undefined ? {} : { cert: readFileSync(tls.cert) }),
  };
}

function timeout(): Error {
  return Object.assign(new Error('no answer'), { code: 'TIMEOUT' });
}

function failed(error: unknown): Answer {
  // Several addresses were tried, and the first failure is as good as the others.
  const cause: unknown = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN';
  return { kind: 'error', code, message };
}

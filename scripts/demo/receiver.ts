import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { readOtlp } from '../../src/report/span.ts';
import type { ReportSpan } from '../../src/report/span.ts';

/** Where the agent's spans arrive: it exports to here as it would to a collector, and the table is made of them. */
export interface Receiver {
  /** For `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`. */
  readonly tracesUrl: string;
  /** What arrived so far, each span once. */
  spans(): ReportSpan[];
  /** Why the last batch did not reach the other endpoint; absent when it did, or when there is none. */
  undelivered(): string | undefined;
  close(): Promise<void>;
}

/**
 * Receives OTLP/JSON on a free loopback port. With `forwardTo`, every request goes on to that endpoint as it came, and the
 * agent gets that endpoint's answer: what it sends twice is known by its span id.
 */
export async function startReceiver(forwardTo: string | undefined): Promise<Receiver> {
  const spans = new Map<string, ReportSpan>();
  let undelivered: string | undefined;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    for (const span of readOtlp(JSON.parse(text.toString()))) spans.set(`${span.traceId}-${span.spanId}`, span);
    if (forwardTo === undefined) {
      response.setHeader('content-type', 'application/json').end('{}');
      return;
    }
    const answer = await fetch(forwardTo, { method: 'POST', headers: endToEnd(request.headers), body });
    undelivered = answer.ok ? undefined : `${forwardTo} answered ${answer.status}`;
    response.statusCode = answer.status;
    response.end(await answer.text());
  }

  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      undelivered = `${forwardTo ?? 'the demo'}: ${cause instanceof Error ? cause.message : String(cause)}`;
      response.writeHead(503).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    tracesUrl: `http://127.0.0.1:${port}/v1/traces`,
    spans: () => [...spans.values()],
    undelivered: () => undelivered,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The headers that are the sender's and not this connection's. */
function endToEnd(headers: IncomingHttpHeaders): Headers {
  const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect']);
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && !own.has(name)) kept.set(name, value);
  }
  return kept;
}

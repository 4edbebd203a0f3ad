import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { recordExport } from './run-record.ts';

/** A span as it came over the wire, with its scope and resource. Times are left out: they are never asserted. */
export interface ReceivedSpan {
  readonly name: string;
  /** As in OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** 0 unset, 1 ok, 2 error. */
  readonly status: number;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface OtlpRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface OtlpReceiver {
  /** Value for OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly requests: readonly OtlpRequest[];
  /** Every span received as OTLP/JSON, in order of arrival. */
  spans(): ReceivedSpan[];
  /** Resolves when that many requests have arrived. */
  requested(count: number): Promise<void>;
  /** Forgets what has been received. */
  clear(): void;
  /** Resolves when the number of received spans has reached `count`. */
  received(count: number): Promise<ReceivedSpan[]>;
  close(): Promise<void>;
}

/** An OTLP/HTTP endpoint on loopback. `answer` false accepts requests and never answers them. */
export async function startOtlpReceiver({ answer = true }: { answer?: boolean } = {}): Promise<OtlpReceiver> {
  const requests: OtlpRequest[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      recordExport(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
      requests.push({ path: request.url ?? '', headers: request.headers, body });
      for (const look of waiting) look();
      const type = request.headers['content-type'] ?? '';
      // No partial success: an empty message, in the format of the request.
      if (answer) response.setHeader('content-type', type).end(type === 'application/json' ? '{}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const spans = (): ReceivedSpan[] => requests.flatMap(spansOf);
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    spans,
    clear: () => {
      requests.length = 0;
    },
    requested: (count) => until(() => requests.length >= count),
    async received(count) {
      await until(() => spans().length >= count);
      return spans();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Value {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly Value[] };
}
/** Attributes in OTLP/JSON. */
export type KeyValues = readonly { readonly key: string; readonly value: Value }[];
interface WireSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: KeyValues;
  readonly status?: { readonly code?: number };
  readonly events?: readonly { readonly name: string; readonly attributes?: KeyValues }[];
}
interface Wire {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes?: KeyValues };
    readonly scopeSpans: readonly { readonly scope: { readonly name: string }; readonly spans: readonly WireSpan[] }[];
  }[];
}

function spansOf({ path, headers, body }: OtlpRequest): ReceivedSpan[] {
  if (path !== '/v1/traces' || headers['content-type'] !== 'application/json') return [];
  const wire = JSON.parse(body.toString()) as Wire;
  return (wire.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        name: span.name,
        kind: span.kind,
        scope: scope.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId === '' ? undefined : span.parentSpanId,
        attributes: record(span.attributes),
        status: span.status?.code ?? 0,
        events: (span.events ?? []).map((event) => ({ name: event.name, attributes: record(event.attributes) })),
        resource: record(resource.attributes),
      })),
    ),
  );
}

/** The same as an object. */
export function record(pairs: KeyValues = []): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, plain(value)]));
}

function plain(value: Value): unknown {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plain);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue;
}

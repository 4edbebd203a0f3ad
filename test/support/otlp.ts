import type { ReportSpan } from '../../src/report/span.ts';

/** A span to send, as any instrumentation would make it. */
export interface SentSpan extends ReportSpan {
  /** OTLP's number: 1 internal, 2 server, 3 client. */
  readonly kind: number;
}

/** Sends a service's spans to a collector, by OTLP/JSON over HTTP. */
export async function sendSpans(otlpUrl: string, service: string, spans: readonly SentSpan[]): Promise<void> {
  const resource = { attributes: typed({ 'service.name': service }) };
  const scopeSpans = [{ scope: { name: 'test' }, spans: spans.map(otlpSpan) }];
  const response = await fetch(`${otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] }),
  });
  if (!response.ok) throw new Error(`OTLP endpoint answered ${response.status}: ${await response.text()}`);
}

function otlpSpan({ startMs, endMs, attributes, ...span }: SentSpan): unknown {
  return {
    ...span,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${endMs}000000`,
    attributes: typed(attributes),
  };
}

function typed(attributes: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: typedValue(value) }));
}

function typedValue(value: unknown): unknown {
  if (typeof value === 'string') return { stringValue: value };
  if (Number.isInteger(value)) return { intValue: String(value) };
  throw new TypeError(`only strings and integers are sent here, not ${typeof value}`);
}

/**
 * A finished span as the reports read it, decoded from OTLP/JSON: the form exporters send over HTTP, collectors write to
 * files, and so the one form a report has to know.
 */
export interface ReportSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for the root of a trace. */
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  /** Epoch milliseconds with a fraction. */
  readonly startMs: number;
  readonly endMs: number;
  /** Strings, numbers, booleans, and lists of them. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Reads one `ExportTraceServiceRequest`. Fields that are missing are read as the protocol's defaults.
 *
 * @throws {TypeError} when the document is not one: it has no list of `resourceSpans`.
 */
export function readOtlp(document: unknown): ReportSpan[] {
  const resources = field(document, 'resourceSpans');
  if (!Array.isArray(resources)) throw new TypeError('not OTLP/JSON: `resourceSpans` is missing');
  return resources.flatMap((resource) =>
    list(resource, 'scopeSpans').flatMap((scope) => list(scope, 'spans').map((span) => readSpan(span))),
  );
}

function readSpan(span: unknown): ReportSpan {
  const parent = text(span, 'parentSpanId');
  return {
    traceId: text(span, 'traceId'),
    spanId: text(span, 'spanId'),
    parentSpanId: parent === '' ? undefined : parent,
    name: text(span, 'name'),
    startMs: milliseconds(field(span, 'startTimeUnixNano')),
    endMs: milliseconds(field(span, 'endTimeUnixNano')),
    attributes: Object.fromEntries(
      list(span, 'attributes').map((pair) => [text(pair, 'key'), value(field(pair, 'value'))]),
    ),
  };
}

/** An `AnyValue`: an object with one key that names the type. 64-bit integers are strings on the wire. */
function value(any: unknown): unknown {
  const integer = field(any, 'intValue');
  if (integer !== undefined) return Number(integer);
  const array = field(any, 'arrayValue');
  if (array !== undefined) return list(array, 'values').map((item) => value(item));
  return field(any, 'stringValue') ?? field(any, 'doubleValue') ?? field(any, 'boolValue');
}

/** Nanoseconds are beyond the integers a double holds: they are cut to microseconds before they become one. */
function milliseconds(nanoseconds: unknown): number {
  const whole = typeof nanoseconds === 'string' || typeof nanoseconds === 'number' ? BigInt(nanoseconds) : 0n;
  return Number(whole / 1000n) / 1000;
}

function list(holder: unknown, key: string): unknown[] {
  const found = field(holder, key);
  return Array.isArray(found) ? found : [];
}

function text(holder: unknown, key: string): string {
  const found = field(holder, key);
  return typeof found === 'string' ? found : '';
}

function field(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[key] : undefined;
}

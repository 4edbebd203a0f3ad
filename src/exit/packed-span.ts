import { createTraceState, type SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '../sdk/types.ts';

/** A span as plain data that can cross to another thread. */
export type PackedSpan = Omit<ReadableSpan, 'spanContext' | 'parentSpanContext' | 'links' | 'resource'> & {
  readonly context: PackedContext;
  readonly parent: PackedContext | undefined;
  readonly links: readonly (Omit<ReadableSpan['links'][number], 'context'> & { readonly context: PackedContext })[];
  readonly resource: PackedResource;
};

/** Who a process is, as plain data. */
export interface PackedResource {
  readonly attributes: ReadableSpan['resource']['attributes'];
  readonly schemaUrl: string | undefined;
}

type PackedContext = Omit<SpanContext, 'traceState'> & { readonly traceState?: string | undefined };

/** Packs spans for `structuredClone`, which keeps the one resource they share one object. */
export function packSpans(spans: readonly ReadableSpan[]): PackedSpan[] {
  const resources = new Map<ReadableSpan['resource'], PackedResource>();
  return spans.map((span) => {
    let resource = resources.get(span.resource);
    if (resource === undefined) {
      resource = packResource(span.resource);
      resources.set(span.resource, resource);
    }
    return {
      name: span.name,
      kind: span.kind,
      context: packContext(span.spanContext()),
      parent: span.parentSpanContext && packContext(span.parentSpanContext),
      startTime: span.startTime,
      endTime: span.endTime,
      duration: span.duration,
      ended: span.ended,
      status: span.status,
      attributes: span.attributes,
      links: span.links.map((link) => ({ ...link, context: packContext(link.context) })),
      events: span.events,
      resource,
      instrumentationScope: span.instrumentationScope,
      droppedAttributesCount: span.droppedAttributesCount,
      droppedEventsCount: span.droppedEventsCount,
      droppedLinksCount: span.droppedLinksCount,
    };
  });
}

/** The spans again, as an exporter reads them. */
export function unpackSpans(packed: readonly PackedSpan[]): ReadableSpan[] {
  return packed.map(({ context, parent, links, resource, ...rest }) => {
    const own = unpackContext(context);
    return {
      ...rest,
      spanContext: () => own,
      parentSpanContext: parent && unpackContext(parent),
      links: links.map((link) => ({ ...link, context: unpackContext(link.context) })),
      resource: resource as ReadableSpan['resource'],
    } as ReadableSpan;
  });
}

/** What is known by now: detectors may still be at work, and asking for `attributes` then is an error. */
export function packResource(resource: ReadableSpan['resource']): PackedResource {
  const known = resource.getRawAttributes().filter(([, value]) => !(value instanceof Promise));
  return {
    // In a resource the first of two values for one key counts.
    attributes: Object.fromEntries(known.toReversed()) as PackedResource['attributes'],
    schemaUrl: resource.schemaUrl,
  };
}

function packContext({ traceState, ...rest }: SpanContext): PackedContext {
  return { ...rest, traceState: traceState?.serialize() };
}

function unpackContext({ traceState, ...rest }: PackedContext): SpanContext {
  return traceState === undefined ? rest : { ...rest, traceState: createTraceState(traceState) };
}

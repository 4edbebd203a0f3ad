import { ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import { type Identity, identityAttributes, type Rollup, rollupAttributes, TASK_ROLLUP } from './task-attributes.ts';
import { tracer } from './tracer.ts';

/**
 * States a task's totals apart from its own span: because that has ended, or will not be exported. Times are epoch
 * milliseconds.
 */
export function emitRollup(
  below: SpanContext,
  identity: Identity,
  rollup: Rollup,
  startedAt: number,
  endedAt: number,
): void {
  const attributes = { ...identityAttributes(identity), ...rollupAttributes(rollup) };
  tracer()
    .startSpan(TASK_ROLLUP, { startTime: startedAt, attributes }, trace.setSpanContext(ROOT_CONTEXT, below))
    .end(endedAt);
}

/** `service.instance.id` of the process, from the span's resource; absent where the span has none. */
export function instanceOf(span: object): string | undefined {
  const { resource } = span as { readonly resource?: Resource };
  // Of two values for one key the first counts. `attributes` would complain while detectors are still at work.
  const [, id] = resource?.getRawAttributes?.().find(([key]) => key === 'service.instance.id') ?? [];
  return typeof id === 'string' ? id : undefined;
}

interface Resource {
  getRawAttributes?(): readonly (readonly [string, unknown])[];
}

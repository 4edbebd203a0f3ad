import { context, type Context, createContextKey } from '@opentelemetry/api';

/** What the SDK sets around its own requests, so that they make no spans. Equal in every copy of it: the API makes keys with `Symbol.for`. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** The active context, but for requests of telemetry's own. */
export function untraced(): Context {
  return context.active().setValue(SUPPRESS_TRACING, true);
}

/** Whether what runs now is telemetry's own. */
export function isUntraced(): boolean {
  return context.active().getValue(SUPPRESS_TRACING) === true;
}

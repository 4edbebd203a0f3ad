import { spanProcessorsFromEnvironment } from '../sdk/environment.ts';
import type { SpanProcessor } from '../sdk/types.ts';
import type { Outbox } from './outbox.ts';

/** The processors that the environment asks for, with the outbox around each: what they could not deliver it knows. */
export function accountedProcessors(outbox: Outbox): SpanProcessor[] {
  return [
    outbox.processor,
    ...spanProcessorsFromEnvironment(process.env, { around: (...way) => outbox.around(...way) }),
  ];
}

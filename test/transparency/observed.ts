import type { LlmCall } from '../../src/call.ts';

/** What a call came to, next to what the test says it should. */
export interface ObservedCall {
  readonly ending: LlmCall['ending'];
  readonly error: string | undefined;
  /** For each attempt its status, or the class of its failure. */
  readonly attempts: readonly string[];
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

export interface Observed {
  readonly calls: readonly ObservedCall[];
  /** Sites where a fault of our own has been caught since the start. */
  readonly failures: readonly string[];
}

/** Ends what is still open and hands out what was observed since the last time. Put in place by a preloaded module. */
type Take = () => Observed | Promise<Observed>;

const key = Symbol.for('taskmeter.test.observed');
const holder = globalThis as { [key]?: Take };

export function provideObserved(take: Take): void {
  holder[key] = take;
}

/** What was observed since the last time; nothing when nobody observes. */
export async function takeObserved(): Promise<Observed> {
  return (await holder[key]?.()) ?? { calls: [], failures: [] };
}

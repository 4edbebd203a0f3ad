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

/** Ends what is still open and hands out the calls observed since the last time. Put in place by `observe.ts`. */
type Take = () => readonly ObservedCall[];

const key = Symbol.for('taskmeter.test.observed');
const holder = globalThis as { [key]?: Take };

export function provideObserved(take: Take): void {
  holder[key] = take;
}

/** The calls observed since the last time; none when nobody observes. */
export function takeObserved(): readonly ObservedCall[] {
  return holder[key]?.() ?? [];
}

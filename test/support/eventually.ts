import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 * @param what for the message: `what` was awaited.
 * @param ask gives `undefined` while there is no answer.
 * @throws {Error} after `limitMs`, with what `explain` says then.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { limitMs = 30_000, explain = () => '' }: { limitMs?: number; explain?: () => string } = {},
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs / 1000} s for ${what}\n${explain()}`);
    await delay(100);
  }
}

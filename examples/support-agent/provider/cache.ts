/**
 * The providers' prompt caches. Both remember what this run has sent; entries do not age, since a run is shorter than
 * their lifetime of minutes.
 */
import type { Prompt } from './prompt.ts';

/** Fewer tokens are never cached, by either provider. */
const minimumTokens = 1024;

/** OpenAI's: automatic, by the longest prefix of an earlier prompt of the same model, in steps of 128 tokens. */
export class PrefixCache {
  readonly #sent = new Map<string, (readonly string[])[]>();

  /** Tokens of this prompt read from the cache; afterwards the prompt is known. */
  read({ model, tokens }: Prompt): number {
    const earlier = this.#sent.get(model) ?? [];
    const longest = Math.max(0, ...earlier.map((sent) => commonPrefix(sent, tokens)));
    this.#sent.set(model, [...earlier, tokens]);
    const cached = longest - (longest % 128);
    return cached < minimumTokens ? 0 : cached;
  }
}

/** Anthropic's: on request, up to the mark, written at a premium the first time and read at a discount from then on. */
export class MarkedCache {
  readonly #written = new Set<string>();

  /** Tokens of this prompt read from, or written to, the cache. */
  use({ model, tokens, cacheable = 0 }: Prompt): { read: number; written: number } {
    if (cacheable < minimumTokens) return { read: 0, written: 0 };
    const key = [model, ...tokens.slice(0, cacheable)].join(' ');
    if (this.#written.has(key)) return { read: cacheable, written: 0 };
    this.#written.add(key);
    return { read: 0, written: cacheable };
  }
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

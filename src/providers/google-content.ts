import type { CallResponse, Usage } from '../call.ts';
import { count, fields, given, isObject, list, text, type Fields } from '../narrow.ts';
import { contentUsage, tierOf } from './google-usage.ts';
import type { StreamReader } from './provider.ts';

/** Reads a whole answer: a stream of one chunk. */
export function readContent(body: unknown): CallResponse {
  const answer = new Answer();
  answer.push(body);
  return answer.response();
}

/**
 * Folds the chunks of one answer. Each may carry the usage as known by then, for the whole stream; the prompt's count is
 * revised with the last one, too. So before the answer has ended its usage is unknown.
 */
export function contentStream(): StreamReader {
  const answer = new Answer();
  return {
    push: (chunk) => answer.push(chunk),
    get complete() {
      return answer.hasEnded;
    },
    response() {
      const { usage, ...said } = answer.response();
      return given({ ...said, usage: answer.hasEnded ? usage : undefined });
    },
  };
}

/** What has been said of one answer so far. */
class Answer {
  #id: string | undefined;
  #model: string | undefined;
  #usage: unknown;
  /** Why the prompt was refused; then there are no candidates. */
  #blocked: string | undefined;
  /** The reasons why the candidates ended, by their index; `undefined` for one that has not. */
  readonly #ends = new Map<number, unknown>();
  #toolCalls = 0;
  #codeRuns = 0;
  /** Calls of Google's own tools, where it was asked to show them. */
  #shownCalls = 0;
  readonly #searches = new Set<string>();
  readonly #pages = new Set<string>();
  #isOnMaps = false;

  get hasEnded(): boolean {
    const ends = [...this.#ends.values()];
    return this.#blocked !== undefined || (ends.length > 0 && ends.every((reason) => reason !== undefined));
  }

  push(chunk: unknown): void {
    const said = fields(chunk);
    this.#id = text(said['responseId']) ?? this.#id;
    this.#model = text(said['modelVersion']) ?? this.#model;
    this.#usage = said['usageMetadata'] ?? this.#usage;
    this.#blocked = text(fields(said['promptFeedback'])['blockReason']) ?? this.#blocked;
    for (const [position, each] of list(said['candidates']).entries()) this.#pushCandidate(position, fields(each));
  }

  response(): CallResponse {
    const reasons = [...this.#ends].toSorted(([a], [b]) => a - b).flatMap(([, reason]) => text(reason) ?? []);
    const finishReasons = reasons.length === 0 && this.#blocked !== undefined ? [this.#blocked] : reasons;
    const served = this.#codeRuns + (this.#shownCalls || this.#searches.size + this.#pages.size);
    return given({
      id: this.#id,
      model: this.#model,
      finishReasons: finishReasons.length > 0 ? finishReasons : undefined,
      toolCalls: this.#ends.size > 0 || this.#blocked !== undefined ? this.#toolCalls : undefined,
      serverToolCalls: served > 0 ? served : undefined,
      usage: contentUsage(this.#usage, this.#billedTools()),
      serviceTier: tierOf(this.#usage),
    });
  }

  #pushCandidate(position: number, candidate: Fields): void {
    // Index 0 is left out on the wire.
    const index = count(candidate['index']) ?? position;
    this.#ends.set(index, candidate['finishReason'] ?? this.#ends.get(index));
    for (const part of list(fields(candidate['content'])['parts']).map(fields)) {
      // Arguments that arrive in pieces come without the name.
      if (text(fields(part['functionCall'])['name']) !== undefined) this.#toolCalls++;
      if (isObject(part['executableCode'])) this.#codeRuns++;
      if (isObject(part['toolCall'])) this.#shownCalls++;
    }
    const { webSearchQueries, groundingChunks } = fields(candidate['groundingMetadata']);
    for (const query of list(webSearchQueries)) if (text(query) !== undefined) this.#searches.add(String(query));
    if (list(groundingChunks).some((each) => isObject(fields(each)['maps']))) this.#isOnMaps = true;
    for (const page of list(fields(candidate['urlContextMetadata'])['urlMetadata']).map(fields)) {
      const url = text(page['retrievedUrl']);
      if (url !== undefined) this.#pages.add(url);
    }
  }

  /** Gemini 2.5 bills the prompt that searched, 3 each search: the price row knows. No row has a price for maps yet. */
  #billedTools(): Usage['tools'] {
    const billed = {
      ...(this.#searches.size > 0 ? { grounded_prompt: 1, search_query: this.#searches.size } : {}),
      ...(this.#isOnMaps ? { maps_grounded_prompt: 1 } : {}),
    };
    return Object.keys(billed).length > 0 ? billed : undefined;
  }
}

import type { CallRequest, CallResponse } from '../call.ts';
import { count, fields, given, isObject, list, text, type Fields } from '../narrow.ts';
import { completionUsage } from './openai-usage.ts';
import type { StreamReader } from './provider.ts';

/** Reads a chat completion, or a legacy text completion: the same envelope around `message` or `text`. */
export function readCompletion(body: unknown, request: CallRequest): CallResponse {
  const completion = fields(body);
  const choices = list(completion['choices']).map(fields);
  return given({
    id: text(completion['id']),
    model: text(completion['model']),
    serviceTier: text(completion['service_tier']),
    systemFingerprint: text(completion['system_fingerprint']),
    finishReasons: reasons(choices.map((choice) => choice['finish_reason'])),
    toolCalls: choices.length > 0 ? choices.reduce((sum, choice) => sum + toolCallsOf(choice), 0) : undefined,
    usage: completionUsage(completion['usage'], request.provider),
  });
}

/** Folds the chunks of a chat or text completion. */
export function completionStream(request: CallRequest): StreamReader {
  let id: string | undefined;
  let model: string | undefined;
  let serviceTier: string | undefined;
  let systemFingerprint: string | undefined;
  let usage: unknown;
  const choices = new Map<number, Choice>();

  return {
    push(chunk) {
      const part = fields(chunk);
      // Azure's first chunk has an empty id and model; a router names the model it settled on later.
      id = text(part['id']) ?? id;
      model = text(part['model']) ?? model;
      serviceTier = text(part['service_tier']) ?? serviceTier;
      systemFingerprint = text(part['system_fingerprint']) ?? systemFingerprint;
      // Several usage objects are running totals or repetitions, Groq's `x_groq` the same once more: the last one stands.
      const reported = part['usage'] ?? fields(part['x_groq'])['usage'];
      if (isObject(reported) && completionUsage(reported, request.provider) !== undefined) usage = reported;
      for (const each of list(part['choices'])) {
        const choice = fields(each);
        const index = count(choice['index']) ?? 0;
        let known = choices.get(index);
        if (known === undefined) choices.set(index, (known = { calls: new ToolCalls(), finishReason: undefined }));
        known.finishReason = text(choice['finish_reason']) ?? known.finishReason;
        known.calls.push(fields(choice['delta']));
      }
    },
    response() {
      const inOrder = [...choices].toSorted(([a], [b]) => a - b).map(([, choice]) => choice);
      return given({
        id,
        model,
        serviceTier,
        systemFingerprint,
        finishReasons: reasons(inOrder.map((choice) => choice.finishReason)),
        toolCalls: inOrder.length > 0 ? inOrder.reduce((sum, choice) => sum + choice.calls.total, 0) : undefined,
        usage: completionUsage(usage, request.provider),
      });
    },
    get complete() {
      const finished = [...choices.values()].filter((choice) => choice.finishReason !== undefined);
      return finished.length > 0 && finished.length >= (request.choiceCount ?? 1);
    },
    isAskedFor(chunk) {
      const part = fields(chunk);
      return Array.isArray(part['choices']) && part['choices'].length === 0 && isObject(part['usage']);
    },
  };
}

interface Choice {
  readonly calls: ToolCalls;
  finishReason: string | undefined;
}

/**
 * Counts the tool calls of one choice from their pieces. A piece belongs to the call of its index; but Mistral sends no
 * index and Google's dialect numbers every call 0: there a piece with a name and an id not seen yet, or with neither id
 * nor index, opens a call. An id alone opens none, since some servers make up a new one for each piece, and a name alone
 * none either, since some repeat it.
 */
class ToolCalls {
  readonly #idAt = new Map<number, string | undefined>();
  #functionCall = false;
  total = 0;

  push(delta: Fields): void {
    if (text(fields(delta['function_call'])['name']) !== undefined && !this.#functionCall) {
      this.#functionCall = true;
      this.total += 1;
    }
    for (const each of list(delta['tool_calls'])) {
      const piece = fields(each);
      const index = count(piece['index']);
      const id = text(piece['id']);
      const isNamed = text(fields(piece['function'] ?? piece['custom'])['name']) !== undefined;
      const isOther = isNamed && (id === undefined ? index === undefined : id !== this.#idAt.get(index ?? 0));
      if (this.#idAt.has(index ?? 0) && !isOther) continue;
      this.#idAt.set(index ?? 0, id);
      this.total += 1;
    }
  }
}

function toolCallsOf(choice: Fields): number {
  const message = fields(choice['message']);
  const legacy = isObject(message['function_call']) ? 1 : 0;
  return list(message['tool_calls']).filter(isObject).length + legacy;
}

/** In the provider's words, an empty one included: Snowflake gives `""`. */
function reasons(values: readonly unknown[]): readonly string[] | undefined {
  const known = values.filter((value) => typeof value === 'string');
  return known.length > 0 ? known : undefined;
}

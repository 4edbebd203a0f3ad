import type { CallResponse, Usage } from '../call.ts';
import { count, fields, given, isObject, list, type Fields } from '../narrow.ts';

/**
 * A response, or the data of a stream's event, as the provider sent it, as far as anybody reads it. Mistral speaks OpenAI's
 * dialect; its client library gives the fields other names and puts those it does not know aside.
 */
export function asSent(body: unknown): Fields {
  const { id, model, choices, usage } = fields(body);
  return given({
    id,
    model,
    choices: Array.isArray(choices) ? choices.map(choiceAsSent) : undefined,
    usage: isObject(usage) ? usageAsSent(usage) : undefined,
    service_tier: fields(usage)['serviceTier'] ?? fields(usage)['service_tier'],
  });
}

/** The response with what its usage, as sent, says of audio. */
export function withAudio(response: CallResponse, sent: unknown): CallResponse {
  if (response.usage === undefined) return response;
  return { ...response, usage: audioUsage(response.usage, fields(fields(sent)['usage'])) };
}

/** Audio is billed by the second, beside the tokens. */
export function audioUsage(usage: Usage | undefined, sent: Fields): Usage | undefined {
  const seconds = count(sent['prompt_audio_seconds']);
  return usage === undefined || seconds === undefined || seconds === 0
    ? usage
    : { ...usage, tools: { audio_second: seconds } };
}

function choiceAsSent(choice: unknown): Fields {
  const { index, finishReason, message, delta } = fields(choice);
  return {
    index,
    finish_reason: finishReason,
    message: { tool_calls: list(fields(message)['toolCalls']) },
    delta: { tool_calls: list(fields(delta)['toolCalls']) },
  };
}

/** 2.x leaves what it does not know where it was, 1.x from 1.7 puts it into a field of its own, earlier ones drop it. */
function usageAsSent(usage: Fields): Fields {
  const { promptTokens, completionTokens, totalTokens, promptAudioSeconds, additionalProperties, ...others } = usage;
  return given({
    ...fields(additionalProperties),
    ...others,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: totalTokens,
    prompt_audio_seconds: promptAudioSeconds,
  });
}

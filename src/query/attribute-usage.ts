import type { Usage } from '../call.ts';
import { count, given, list, type Fields } from '../narrow.ts';
import * as name from '../span/attributes.gen.ts';

/** Usage as it stands on a span, under the names of OpenTelemetry's conventions: input with the cache in it, output with reasoning. */
export function attributeUsage(attributes: Fields): Usage {
  const at = (...names: readonly string[]): number | undefined =>
    names.map((each) => count(attributes[each])).find((value) => value !== undefined);
  return given({
    inputTokens: at(name.ATTR_GEN_AI_USAGE_INPUT_TOKENS),
    outputTokens: at(name.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS),
    cacheReadTokens: at(name.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS),
    cacheWriteTokens: at(
      name.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
      name.ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS,
    ),
    cacheWrite5mTokens: at(name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_5M_INPUT_TOKENS),
    cacheWrite1hTokens: at(
      name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_1H_INPUT_TOKENS,
      // Without a name of its own in the conventions.
      'cache_creation_1h',
    ),
    reasoningTokens: at(name.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS),
    inputAudioTokens: at(name.ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS),
    inputImageTokens: at(name.ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS),
    inputVideoTokens: at(name.ATTR_GEN_AI_USAGE_VIDEO_INPUT_TOKENS),
    cacheReadAudioTokens: at(name.ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS),
    cacheReadImageTokens: at(name.ATTR_GEN_AI_USAGE_IMAGE_CACHE_READ_INPUT_TOKENS),
    cacheReadVideoTokens: at(name.ATTR_GEN_AI_USAGE_VIDEO_CACHE_READ_INPUT_TOKENS),
    outputAudioTokens: at(name.ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS),
    outputImageTokens: at(name.ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS),
    outputVideoTokens: at(name.ATTR_GEN_AI_USAGE_VIDEO_OUTPUT_TOKENS),
    tools: toolsOf(attributes[name.ATTR_TASKMETER_USAGE_TOOLS]),
  });
}

/** True for an object of attributes. */
export function hasAttributes(raw: Fields): boolean {
  return name.ATTR_GEN_AI_USAGE_INPUT_TOKENS in raw || name.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS in raw;
}

/** `['web_search=3']`. */
function toolsOf(value: unknown): Usage['tools'] {
  const pairs = list(value)
    .map((each) => /^([a-z0-9_]+)=(\d+)$/.exec(String(each)))
    .filter((match) => match !== null);
  return pairs.length === 0
    ? undefined
    : Object.fromEntries(pairs.map(([, unit, quantity]) => [unit, Number(quantity)]));
}

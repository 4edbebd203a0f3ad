const privateKeys =
  /^(?:content|text|input|prompt|arguments|args|system|instructions?|partial_json|thinking|signature|thoughtSignature|reasoning.*|refusal|parts?|data|delta|description|output|response|query|user|metadata)$/;
const labels =
  /^(?:type|role|id|name|model|status|object|.*_id|finish_reason|stop_reason|service_tier|service|code|mime_?type)$/i;

/** Shorter ones are found by chance. */
const LEAST = 5;

/** Every string in a body below a key that carries what people and models say: prompts, answers, arguments of tools. */
export function* privateTexts(value: unknown, isPrivate = false): Generator<string> {
  if (typeof value === 'string') {
    if (isPrivate && value.trim().length >= LEAST) yield value.trim();
  } else if (Array.isArray(value)) {
    for (const item of value) yield* privateTexts(item, isPrivate);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!labels.test(key)) yield* privateTexts(item, isPrivate || privateKeys.test(key));
    }
  }
}

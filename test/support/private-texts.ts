const privateKeys =
  /^(?:content|text|input|prompt|arguments|args|system|instructions?|partial_json|thinking|signature|thoughtSignature|reasoning.*|refusal|parts?|data|delta|description|output|response|query|user|metadata)$/;
const labels =
  /^(?:type|role|id|name|model|status|object|.*_id|finish_reason|stop_reason|service_tier|service|code|mime_?type)$/i;

/** Shorter ones of one word are names of models and ids as well, in the tests' own prompts. */
const LEAST = 20;

/** Every string in a body below a key that carries what people and models say: prompts, answers, arguments of tools. */
export function* privateTexts(value: unknown, isPrivate = false): Generator<string> {
  if (typeof value === 'string') {
    const text = value.trim();
    if (isPrivate && (text.length >= LEAST || /\s/.test(text))) yield text;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* privateTexts(item, isPrivate);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!labels.test(key)) yield* privateTexts(item, isPrivate || privateKeys.test(key));
    }
  }
}

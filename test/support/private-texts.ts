import { isObject } from '../../src/narrow.ts';

/**
 * Every text in the body of a request or an answer that nobody but the provider may see: what people and models say. Left out
 * is only what the body names by one of the fields below, and what says the same word for word.
 */
export function privateTexts(body: unknown): readonly string[] {
  const named = new Set<string>();
  const said = new Set<string>();
  collect(body, '', { named, said });
  return [...said].filter((text) => text !== '' && !named.has(text));
}

/** Fields of names that are the API's own or may be exported: roles, models, ids, settings. */
const names = new Set(
  [
    [
      'object',
      'type',
      'role',
      'status',
      'code',
      'event',
      'modality',
      'mime_type',
      'mimeType',
      'required',
      'tool_choice',
    ],
    ['model', 'modelVersion', 'name', 'service_tier', 'encoding_format', 'reasoning_effort', 'system_fingerprint'],
    [
      'id',
      'response_id',
      'responseId',
      'call_id',
      'item_id',
      'tool_call_id',
      'toolCallId',
      'tool_use_id',
      'agent_id',
      'previous_message_id',
    ],
    ['finish_reason', 'finishReason', 'stop_reason', 'stop_sequence', 'blockReason', 'block_reason'],
  ].flat(),
);

interface Found {
  readonly named: Set<string>;
  readonly said: Set<string>;
}

function collect(value: unknown, field: string, found: Found): void {
  if (typeof value === 'string') {
    found[names.has(field) ? 'named' : 'said'].add(value.trim());
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, field, found);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) collect(item, name, found);
  }
}

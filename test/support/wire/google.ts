import { fields } from '../../../src/narrow.ts';
import { type Answer, type Ask, jsonWords, toolArguments, words } from './answer.ts';

const usage = {
  promptTokenCount: 120,
  candidatesTokenCount: 18,
  thoughtsTokenCount: 12,
  totalTokenCount: 150,
  cachedContentTokenCount: 64,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: 120 }],
  cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 64 }],
};

const error = { error: { code: 503, message: 'the llamas are overloaded', status: 'UNAVAILABLE' } };

/** `POST …/models/{model}:generateContent`; with `continued` in the model's name the first answer is half of it. */
export function content(ask: Ask): Answer {
  const head = headOf(ask);
  const part = callsTool(ask) ? toolCall : { text: textOf(ask).join('') };
  const isHalf = isFirstHalf(ask);
  const candidate = {
    content: { role: 'model', parts: [part] },
    finishReason: isHalf ? 'CONTINUATION' : 'STOP',
    index: 0,
    ...(isHalf ? { continuationToken: 'more-5512' } : {}),
  };
  return { json: { ...head, candidates: [candidate], usageMetadata: usage } };
}

/** `POST …/models/{model}:streamGenerateContent?alt=sse` */
export function contentChunks(ask: Ask): Answer {
  const head = headOf(ask);
  const parts = callsTool(ask) ? [toolCall] : textOf(ask).map((text) => ({ text }));
  const isHalf = isFirstHalf(ask);
  const sofar = { promptTokenCount: 100, totalTokenCount: 100 };
  const chunks: object[] = parts.map((part, i) => ({
    ...head,
    candidates: [
      {
        content: { role: 'model', parts: [part] },
        index: 0,
        ...(isHalf && i === parts.length - 1 ? { continuationToken: 'more-5512' } : {}),
      },
    ],
    usageMetadata: sofar,
  }));
  chunks.push({
    ...head,
    candidates: [
      {
        content: { role: 'model', parts: [{ text: '' }] },
        finishReason: isHalf ? 'CONTINUATION' : 'STOP',
        index: 0,
        ...(isHalf ? { continuationToken: 'more-5512' } : {}),
      },
    ],
    usageMetadata: usage,
  });
  return { events: chunks.map((data) => ({ data })), error };
}

/** `POST …/models/{model}:batchEmbedContents`: the text models say nothing of what they read */
export function batchEmbeddings(): Answer {
  return { json: { embeddings: [{ values: [0.5, -1] }] } };
}

/** `POST …/models/{model}:predict`, Vertex's way to embed */
export function predictions(): Answer {
  const embeddings = { values: [0.5, -1], statistics: { token_count: 8, truncated: false } };
  return { json: { predictions: [{ embeddings }], metadata: { billableCharacterCount: 5 } } };
}

const toolCall = { functionCall: { id: 'call_1', name: 'look_up', args: JSON.parse(toolArguments) as object } };

function headOf({ model }: Ask): object {
  return { modelVersion: model, responseId: 'resp_1' };
}

function textOf({ model }: Ask): readonly string[] {
  return model.includes('json') ? jsonWords : words;
}

function callsTool({ model, count }: Ask): boolean {
  return model.includes('tool') && count === 1;
}

/** The client asks for the second half with the token it got. */
function isFirstHalf({ body, model }: Ask): boolean {
  return model.includes('continued') && fields(body)['continuationToken'] === undefined;
}

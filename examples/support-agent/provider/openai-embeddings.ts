import { createHash } from 'node:crypto';
import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import { words } from './prompt.ts';
import type { Prompt } from './prompt.ts';
import type { Exchange } from './exchange.ts';

const dimensions = 256;

/** OpenAI's embeddings, of texts. */
export function readEmbeddings(body: EmbeddingCreateParams): Prompt {
  return { api: 'embeddings', model: body.model, tokens: textsOf(body).flatMap(words), toolResults: 0 };
}

/** The body on the wire; the client asks for base64 of little-endian 32-bit floats unless told otherwise. */
export function writeEmbeddings(body: EmbeddingCreateParams, { prompt, model }: Exchange): object {
  return {
    object: 'list',
    data: textsOf(body).map((text, index) => ({ object: 'embedding', index, embedding: encode(embed(text), body) })),
    model,
    usage: { prompt_tokens: prompt.tokens.length, total_tokens: prompt.tokens.length },
  };
}

function textsOf({ input }: EmbeddingCreateParams): string[] {
  return [input].flat().filter((text) => typeof text === 'string');
}

/** A bag of words of length one: texts that share words point the same way, which is enough to find the similar case. */
function embed(text: string): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of words(text.toLowerCase())) {
    const place = createHash('sha256').update(word).digest().readUInt16LE(0) % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function encode(vector: Float32Array, { encoding_format }: EmbeddingCreateParams): string | number[] {
  return encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector];
}

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../../src/price/catalogue.ts';
import { answerOf, type Answer } from '../../src/query/answer.ts';
import { ask, readQuery } from '../../src/query/query.ts';

/** One call as the shared vectors write it; `null` and absent are the same. */
export interface VectorQuery {
  readonly provider: string;
  readonly model?: string | null;
  readonly at: string;
  readonly service_tier?: string | undefined;
  readonly speed?: string | undefined;
  readonly region?: string | undefined;
  readonly usage?: VectorUsage | null;
  /** The call failed and is not billed. */
  readonly failed?: boolean;
}

export interface VectorUsage {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly cache_read_tokens?: number;
  readonly cache_write_tokens?: number;
  readonly cache_write_5m_tokens?: number;
  readonly cache_write_1h_tokens?: number;
  readonly reasoning_tokens?: number;
  readonly input_audio_tokens?: number;
  readonly input_image_tokens?: number;
  readonly input_video_tokens?: number;
  readonly cache_read_audio_tokens?: number;
  readonly cache_read_image_tokens?: number;
  readonly cache_read_video_tokens?: number;
  readonly output_audio_tokens?: number;
  readonly output_image_tokens?: number;
  readonly output_video_tokens?: number;
  readonly tools?: Readonly<Record<string, number>>;
  readonly reported_usd?: string;
}

/** What a price engine says. The collector's `pricelines` writes the same. */
export type VectorAnswer = Answer;

/** What must come out; only what `want` names is compared, `usd` always. */
export interface CostCase {
  readonly name: string;
  /** Ways of saying the same, each a list of calls whose sum, `times` over, is the cost. */
  readonly ways: readonly (readonly (VectorQuery | Readonly<Record<string, unknown>>)[])[];
  readonly times: number;
  /** Contents of price files, asked before the catalogue, the last one first. */
  readonly overrides?: readonly unknown[];
  readonly want: Partial<Omit<VectorAnswer, 'double'>>;
}

/** A file or every `.json` of a folder, parsed. Throws when there is none: a run of nothing proves nothing. */
export function readVectorFiles(path: string): readonly { readonly path: string; readonly content: unknown }[] {
  if (!existsSync(path)) throw new Error(`${path}: no such file or folder`);
  const paths = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => join(path, name))
    : [path];
  if (paths.length === 0) throw new Error(`${path}: no vectors`);
  return paths.map((each) => ({ path: each, content: parsed(each) }));
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** What the TypeScript engine says. Throws QueryError for what is no query. */
export function answer(catalogue: Catalogue, query: VectorQuery | Readonly<Record<string, unknown>>): VectorAnswer {
  return answerOf(ask(catalogue, readQuery(catalogue, query, NaN)));
}

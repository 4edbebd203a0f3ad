import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { privateTexts } from '../support/private-texts.ts';

/** One recorded exchange with a provider, in the format of the fixtures folder (its README describes it). */
export interface Exchange {
  readonly id: string;
  readonly provider: string;
  /** The wire dialect: `openai.chat`, `anthropic.messages`. */
  readonly api: string;
  readonly streaming?: boolean;
  readonly request: { readonly url: string; readonly body: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>> | null;
    readonly body_kind: string;
    readonly body: unknown;
  };
  readonly expected: Expected;
}

/** What an independent reader took off the body, before any normalisation; `null` where the body does not say. */
export interface Expected {
  readonly http_status: number;
  readonly request_model?: string | null;
  readonly response_model?: string | null;
  readonly input_tokens_as_reported?: number | null;
  readonly output_tokens_as_reported?: number | null;
  readonly cached_tokens?: number | null;
  readonly cache_write_tokens?: number | null;
  readonly cache_write_5m_tokens?: number | null;
  readonly cache_write_1h_tokens?: number | null;
  readonly reasoning_tokens?: number | null;
  readonly tool_use_prompt_tokens?: number | null;
  /** Why Google refused the prompt. */
  readonly block_reason?: string | null;
  readonly tool_call_count?: number | null;
  readonly server_tool_calls?: number | null;
  readonly other_call_items?: Readonly<Record<string, number>>;
  readonly finish_reasons?: readonly unknown[];
  readonly usage_as_reported?: Readonly<Record<string, unknown>> | null;
}

/** The dialects of the client libraries: here nothing may be unsupported. */
export const apis: readonly string[] = [
  'openai.chat',
  'openai.responses',
  'openai.embeddings',
  'openai.completions',
  'anthropic.messages',
  'gemini.generateContent',
  'gemini.embedContent',
  'mistral.chat',
  'mistral.agents',
  'mistral.fim',
  'mistral.embeddings',
];

/** The model the call names: what the recorded request says, or where none was kept the one that answered. */
export function modelAsked(exchange: Exchange): string | undefined {
  const { request, expected } = exchange;
  if (typeof expected.request_model === 'string') return expected.request_model;
  const named = googleModelIn(request.url);
  if (named !== undefined) return named;
  if (hasRequest(exchange)) return deploymentOf(request.url);
  return expected.response_model ?? 'unknown';
}

/** False for a recording that kept the answer alone. */
export function hasRequest({ request }: Exchange): boolean {
  return typeof request.body === 'object' && request.body !== null;
}

/** Azure names the model in the path. */
export function deploymentOf(url: string): string | undefined {
  return /\/deployments\/([^/]+)/.exec(url)?.[1];
}

/** Google names it there too: `…/models/gemini-2.5-pro:generateContent`. */
export function googleModelIn(url: string): string | undefined {
  return /\/models\/([^/:?]+):/.exec(url)?.[1];
}

/** What people, tools and the model say in it; short words are left out, since a model's name may have them. */
export function privateTextsOf({ request, response: { body } }: Exchange): Set<string> {
  const events = typeof body === 'string' ? [...body.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => json ?? '') : [];
  const bodies = [request.body, body, ...events.map((json) => JSON.parse(json) as unknown)];
  return new Set([...privateTexts(bodies)].filter((text) => text.length >= 10));
}

/** Every exchange below a folder, in a stable order. */
export function exchangesIn(folder: string): readonly Exchange[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Exchange);
}

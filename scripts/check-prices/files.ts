import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { pricePaths } from '../gen/prices.ts';

/** A price file as it is written, before an engine reads it. */
export interface PriceFile {
  readonly path: string;
  readonly content: Content;
}

export interface Content {
  readonly provider: string;
  readonly names?: readonly string[];
  readonly sources: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly model: string;
  readonly aliases?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly prices?: Prices;
  readonly fees?: Readonly<Record<string, object>>;
  readonly each_call?: string | readonly string[];
  readonly variants?: readonly { readonly when: object; readonly prices?: Prices }[];
  readonly source: readonly string[];
  readonly checked: string | null;
  readonly confidence: string;
}

export type Prices = Readonly<Record<string, string | { readonly usd: string; readonly per: number }>>;

export function readPriceFiles(): readonly PriceFile[] {
  return pricePaths().map((path) => ({ path, content: parse(readFileSync(path, 'utf8')) as Content }));
}

/** `openai/o3@2025-06-10`: the price id that a call would carry. */
export function priceId(provider: string, { model, from }: Row): string {
  return `${provider}/${model}${from === undefined ? '' : `@${from}`}`;
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { pricePaths } from '../../scripts/gen/prices.ts';

/** A row as spec/prices writes it: what there is to ask about it, without the engines' own reading of it. */
export interface SourceRow {
  readonly provider: string;
  readonly model: string;
  readonly aliases?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly prices?: Readonly<Record<string, SourcePrice>>;
  readonly fees?: Readonly<Record<string, SourcePrice>>;
  /** Billed once a call, told or not. */
  readonly each_call?: string | readonly string[];
  readonly variants?: readonly SourceVariant[];
  readonly modelled?: Readonly<Record<string, string | number>>;
}

/** USD for a million, or for as many as it says. */
export type SourcePrice = string | { readonly usd: string; readonly per: number; readonly min?: number };

export interface SourceVariant {
  readonly prices?: Readonly<Record<string, SourcePrice>>;
  readonly multiply?: string;
  readonly when: {
    readonly service_tier?: string | readonly string[];
    readonly speed?: string | readonly string[];
    readonly region?: string | readonly string[] | { readonly except: string | readonly string[] };
    readonly context_input?: { readonly gt?: number; readonly gte?: number };
    readonly window?: SourceWindow | readonly SourceWindow[];
  };
}

export interface SourceWindow {
  readonly utc_from: string;
  readonly utc_to: string;
  readonly weekdays?: readonly string[];
}

export interface SourceFile {
  readonly provider?: string;
  readonly rows?: readonly (Omit<SourceRow, 'provider'> & { readonly provider?: string })[];
  readonly discounts?: readonly {
    readonly provider: string;
    readonly model?: string;
    readonly factor: string;
    readonly from?: string;
    readonly to?: string;
  }[];
}

/** Every row of the catalogue, file by file. */
export function sourceRows(): readonly SourceRow[] {
  return pricePaths().flatMap((path) => rowsOf(parse(readFileSync(path, 'utf8')) as SourceFile));
}

/** The rows of one price file's content. */
export function rowsOf({ provider = '', rows = [] }: SourceFile): readonly SourceRow[] {
  return rows.map((row) => ({ provider, ...row }));
}

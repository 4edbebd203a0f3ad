import type { DateSuffix, Row } from './row.ts';

/** A model id in the form the catalogue has it. */
export interface ModelId {
  readonly id: string;
  /** Region that the id itself tells, as Bedrock's do (`us`, `in-region`); empty when the call's own counts. */
  readonly region: string;
}

/** Rows by id, for one provider of one price file. */
export type RowsById = ReadonlyMap<string, readonly Row[]>;

const BEDROCK_REGION = /^(us-gov|us|eu|apac|au|jp|in|ca|global)\./;
const BEDROCK_VERSION = /-v\d+(?::\d+)?$/;

/**
 * Brings a model id to the catalogue's form. `isOwnName` tells whether a leading `name/` is the provider's own name;
 * another name is part of the id (`openai/gpt-oss-120b` at Groq is Groq's).
 */
export function normaliseModel(provider: string, model: string, isOwnName: (name: string) => boolean): ModelId {
  let id = asciiLower(model);
  if (provider === 'aws.bedrock') return normaliseBedrock(id);
  const publisherModel = /(?:^|\/)publishers\/[^/]+\/models\//.exec(id);
  if (publisherModel !== null) id = id.slice(publisherModel.index + publisherModel[0].length);
  else if (id.startsWith('models/')) id = id.slice('models/'.length);
  const slash = id.indexOf('/');
  // Vertex writes `google/gemini-…` and `anthropic/claude-…` for what it calls a publisher's model.
  if (slash > 0 && (provider === 'gcp.vertex_ai' || isOwnName(id.slice(0, slash)))) id = id.slice(slash + 1);
  if (provider === 'gcp.vertex_ai') id = id.replace(/@(\d{8})$/, '-$1').replace(/@default$/, '');
  // A fine-tuned model has the price of its kind, never that of its base.
  if (id.startsWith('ft:')) id = id.split(':').slice(0, 2).join(':');
  return { id, region: '' };
}

/**
 * Bedrock's id alone says who serves it: its prefix, or one region when it has none, whatever region was called. A name
 * that is not Bedrock's, without a vendor before it, says nothing.
 */
function normaliseBedrock(name: string): ModelId {
  const id = name.startsWith('arn:') ? name.slice(name.lastIndexOf('/') + 1) : name;
  const prefix = BEDROCK_REGION.exec(id);
  const region = prefix?.[1] ?? (id.includes('.') ? 'in-region' : '');
  return { id: id.slice(prefix?.[0].length ?? 0).replace(BEDROCK_VERSION, ''), region };
}

/** Exact id, exact alias, then without one strict date suffix that the row allows. Nothing else ever matches. */
export function findRows(rows: RowsById, id: string): readonly Row[] {
  const exact = rows.get(id);
  if (exact !== undefined) return exact;
  for (const { form, length, pattern } of SUFFIXES) {
    const at = id.length - length;
    const parts = at <= 0 ? undefined : pattern.exec(id.slice(at))?.groups;
    if (parts === undefined || !isDay(parts)) continue;
    const dated = (rows.get(id.slice(0, at)) ?? []).filter((row) => row.dateSuffixes.includes(form));
    if (dated.length > 0) return dated;
  }
  return NO_ROWS;
}

const NO_ROWS: readonly Row[] = [];

/** Each form with its length, hyphen included. */
const SUFFIXES: readonly { readonly form: DateSuffix; readonly length: number; readonly pattern: RegExp }[] = [
  { form: 'YYYY-MM-DD', length: 11, pattern: /^-(?<year>20\d\d)-(?<month>\d\d)-(?<day>\d\d)$/ },
  { form: 'YYYYMMDD', length: 9, pattern: /^-(?<year>20\d\d)(?<month>\d\d)(?<day>\d\d)$/ },
  { form: 'MMDD', length: 5, pattern: /^-(?<month>\d\d)(?<day>\d\d)$/ },
  { form: 'YYMM', length: 5, pattern: /^-\d\d(?<month>\d\d)$/ },
];

/** A day that exists; without a year it may be the 29th of February. */
function isDay({ year, month, day }: Readonly<Record<string, string>>): boolean {
  const days = [31, isLeap(Number(year ?? 2024)) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1];
  const number = Number(day ?? 1);
  return days !== undefined && number >= 1 && number <= days;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Not toLowerCase(): letters beyond ASCII must come out the same in both languages. */
export function asciiLower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

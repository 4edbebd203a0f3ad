import type { PriceFile } from './files.ts';

/** How many rows of a provider are older than so many days, by the newest source that they name. */
export interface Age {
  readonly provider: string;
  readonly rows: number;
  readonly old: number;
  readonly oldest: string;
}

const DAY = 86_400_000;

/** The report of `npm run check`. Age is never an error: a price that nobody changed is right at any age. */
export function ages(files: readonly PriceFile[], now: number, days: number): readonly Age[] {
  const rows = files.flatMap(({ content: { provider, rows, sources } }) =>
    rows.map(({ source, checked }) => ({
      provider,
      at: Math.max(...source.map((name) => dateOf(sources[name] ?? '')), checked === null ? 0 : Date.parse(checked)),
    })),
  );
  return [...Map.groupBy(rows, ({ provider }) => provider)].map(([provider, dated]) => ({
    provider,
    rows: dated.length,
    old: dated.filter(({ at }) => now - at > days * DAY).length,
    oldest: new Date(Math.min(...dated.map(({ at }) => at))).toISOString().slice(0, 10),
  }));
}

/** The date that a source names last: `2026-11-10`, or the end of `July/August 2026`. 0 where it names none. */
export function dateOf(source: string): number {
  const day = source.match(/20\d\d-\d\d-\d\d/g)?.at(-1);
  if (day !== undefined) return Date.parse(day);
  const [, month = '', year = ''] = /(\w+) (20\d\d)\b/.exec(source) ?? [];
  const index = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  if (index >= 0) return Date.UTC(Number(year), index + 1, 0);
  const last = source.match(/\b20\d\d\b/g)?.at(-1);
  return last === undefined ? 0 : Date.UTC(Number(last), 0, 1);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

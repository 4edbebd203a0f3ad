/** `taskmeter prices check`: how old is what the catalogue knows, and how sure? */
import type { Catalogue } from '../../price/catalogue.ts';
import { counted } from '../../report/columns.ts';
import { wrapped } from '../wrap.ts';
import { tableOf } from './columns.ts';
import { entriesAt, type Entry } from './entries.ts';

const DAY_MS = 86_400_000;
/** Providers change prices several times a year. */
const OLD_DAYS = 60;
/** Names that a person reads; machines get all of them. */
const SHOWN = 12;

/** The rows in force of one provider, or of all. */
export interface Freshness {
  /** Absent for all. */
  readonly provider: string | undefined;
  readonly rows: number;
  /** Compared with the provider's page by somebody. */
  readonly checked: number;
  readonly disputed: readonly string[];
  /** Rows by the age of the day on which they were checked, else of their newest source. */
  readonly fresh: number;
  readonly old: readonly string[];
  readonly undated: number;
  /** Epoch milliseconds. */
  readonly newest: number | undefined;
}

/** What the rows in force at `now` rest on: one a provider, then all together. */
export function freshnessOf(catalogue: Catalogue, now: number, isAsked: (entry: Entry) => boolean): Freshness[] {
  const entries = entriesAt(catalogue, now).filter(isAsked);
  const providers = [...new Set(entries.map(({ provider }) => provider))];
  return [
    ...providers.map((provider) =>
      sumOf(
        entries.filter((entry) => entry.provider === provider),
        now,
        provider,
      ),
    ),
    sumOf(entries, now, undefined),
  ];
}

function sumOf(entries: readonly Entry[], now: number, provider: string | undefined): Freshness {
  const dated = entries.map((entry) => ({ entry, at: dateOf(entry) }));
  const isOld = ({ at }: { at: number | undefined }): boolean => at !== undefined && now - at > OLD_DAYS * DAY_MS;
  const dates = dated.flatMap(({ at }) => at ?? []);
  return {
    provider,
    rows: entries.length,
    checked: entries.filter(({ tariff }) => tariff.row.provenance.checked !== undefined).length,
    disputed: entries.filter(({ tariff }) => tariff.row.provenance.confidence === 'disputed').map(nameOf),
    fresh: dated.filter((row) => row.at !== undefined && !isOld(row)).length,
    old: dated.filter(isOld).map(({ entry }) => nameOf(entry)),
    undated: dated.length - dates.length,
    newest: dates.length === 0 ? undefined : Math.max(...dates),
  };
}

export function checkText(sums: readonly Freshness[], catalogue: Catalogue, now: number, width: number): string {
  const all = sums.at(-1);
  return [
    ...tableOf(
      sums,
      [
        { head: 'provider', kind: 'words', cell: ({ provider }) => provider ?? 'all' },
        { head: 'rows', kind: 'decimals', cell: ({ rows }) => String(rows) },
        { head: 'checked', kind: 'decimals', cell: ({ checked }) => String(checked) },
        { head: 'never', kind: 'decimals', cell: ({ rows, checked }) => String(rows - checked) },
        { head: 'disputed', kind: 'decimals', cell: ({ disputed }) => String(disputed.length) },
        { head: `≤ ${OLD_DAYS} days`, kind: 'decimals', cell: ({ fresh }) => String(fresh), spare: 1 },
        { head: 'older', kind: 'decimals', cell: ({ old }) => String(old.length), spare: 1 },
        { head: 'undated', kind: 'decimals', cell: ({ undated }) => String(undated), spare: 2 },
        { head: 'newest', kind: 'words', cell: ({ newest }) => ageText(newest, now), spare: 3 },
      ],
      width,
    ),
    '',
    ...wrapped(
      `catalogue ${catalogue.version}. The age of a row is that of its check, else of its newest dated source.`,
      width,
    ),
    ...(all === undefined || all.disputed.length === 0 ? [] : wrapped(`disputed: ${someOf(all.disputed)}`, width)),
    ...(all === undefined || all.old.length === 0 ? [] : [oldText(all.old)]),
  ].join('\n');
}

/** The first ones, and how many more there are. */
function someOf(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return [...names.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more: --json names them`] : [])].join(', ');
}

function oldText(old: readonly string[]): string {
  return `${counted(old.length, 'row is', 'rows are')} older than ${OLD_DAYS} days: --json names them`;
}

export function freshnessJson({ newest, provider, ...counts }: Freshness): object {
  return {
    provider: provider ?? null,
    ...counts,
    never_checked: counts.rows - counts.checked,
    newest: newest === undefined ? null : new Date(newest).toISOString().slice(0, 10),
  };
}

/** When somebody last looked: the check, else the newest day or month that a source names. */
function dateOf({ tariff }: Entry): number | undefined {
  const { checked, sources } = tariff.row.provenance;
  const dates = checked === undefined ? sources.flatMap(datesIn) : [Date.parse(checked)];
  return dates.length === 0 ? undefined : Math.max(...dates);
}

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December';

/** `2026-09-23` and `October 2026`, which is its first day. */
function datesIn(text: string): number[] {
  const days = [...text.matchAll(/\b20\d\d-\d\d-\d\d\b/g)].map(([day]) => Date.parse(`${day}T00:00:00Z`));
  const months = [...text.matchAll(new RegExp(`\\b(${MONTHS}) (20\\d\\d)\\b`, 'g'))].map(([, month = '', year]) =>
    Date.UTC(Number(year), MONTHS.split('|').indexOf(month)),
  );
  return [...days, ...months].filter((at) => !Number.isNaN(at));
}

function ageText(at: number | undefined, now: number): string {
  if (at === undefined) return '–';
  return `${new Date(at).toISOString().slice(0, 10)} (${counted(Math.max(0, Math.floor((now - at) / DAY_MS)), 'day', 'days')})`;
}

function nameOf({ provider, model }: Entry): string {
  return `${provider}/${model}`;
}

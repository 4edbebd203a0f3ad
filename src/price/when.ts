import type { Field } from './fields.ts';

/** What a variant may depend on, one bit each. */
export const DIMENSIONS = { service_tier: 1, speed: 2, region: 4, context_input: 8, window: 16 } as const;

/** Tier and speed without a name of their own in the catalogue. */
export const STANDARD = 'standard';

/** Conditions on the circumstances of a call; those that are there must all hold. */
export interface When {
  /** The bits of DIMENSIONS that it names. */
  readonly dimensions: number;
  readonly serviceTier: readonly string[] | undefined;
  readonly speed: readonly string[] | undefined;
  readonly region: { readonly names: readonly string[]; readonly except: boolean } | undefined;
  /** Least total input for which it holds. */
  readonly minInput: number | undefined;
  readonly windows: readonly Window[] | undefined;
}

/** A stretch of the day in UTC minutes, half-open, over midnight when it ends before it begins. */
export interface Window {
  readonly from: number;
  readonly to: number;
  /** 0 is Sunday; the day on which the instant lies. */
  readonly weekdays: readonly number[] | undefined;
  /** Days since 1970-01-01 on which it does not hold. */
  readonly exceptDays: readonly number[];
}

/** The circumstances of a call that a price may depend on, already in the catalogue's words. */
export interface Circumstances {
  readonly serviceTier: string;
  readonly speed: string;
  /** Empty when unknown. */
  readonly region: string;
  /** Total input, cached or not. */
  readonly inputTokens: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Keys of conditions in a price file, level by level. */
export const WHEN_KEYS = {
  when: ['service_tier', 'speed', 'region', 'context_input', 'window'],
  context: ['gt', 'gte'],
  region: ['except'],
  window: ['utc_from', 'utc_to', 'weekdays', 'except_dates'],
} as const;

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Reads the conditions of a variant, at least one. Throws PriceFileError. */
export function readWhen(field: Field): When {
  const get = field.mapping(WHEN_KEYS.when);
  const texts = (key: 'service_tier' | 'speed'): readonly string[] | undefined =>
    get(key).isAbsent
      ? undefined
      : get(key)
          .oneOrMore()
          .map((item) => item.id());
  let dimensions = 0;
  for (const key of WHEN_KEYS.when) if (!get(key).isAbsent) dimensions |= DIMENSIONS[key];
  if (dimensions === 0) field.fail('a condition is missing');
  return {
    dimensions,
    serviceTier: texts('service_tier'),
    speed: texts('speed'),
    region: get('region').isAbsent ? undefined : readRegion(get('region')),
    minInput: get('context_input').isAbsent ? undefined : readContext(get('context_input')),
    windows: get('window').isAbsent ? undefined : get('window').oneOrMore().map(readWindow),
  };
}

/** Whether all conditions hold. */
export function holds(when: When, { serviceTier, speed, region, inputTokens, at }: Circumstances): boolean {
  if (when.serviceTier !== undefined && !when.serviceTier.includes(serviceTier)) return false;
  if (when.speed !== undefined && !when.speed.includes(speed)) return false;
  if (when.region !== undefined && (region === '' || when.region.names.includes(region) === when.region.except))
    return false;
  if (when.minInput !== undefined && inputTokens < when.minInput) return false;
  return when.windows === undefined || when.windows.some((window) => isWithin(window, at));
}

function isWithin(window: Window, at: number): boolean {
  const minutes = Math.floor(at / 60_000);
  const day = Math.floor(minutes / 1440);
  const minute = minutes - day * 1440;
  if (window.exceptDays.includes(day)) return false;
  // 1970-01-01 was a Thursday.
  if (window.weekdays !== undefined && !window.weekdays.includes((((day + 4) % 7) + 7) % 7)) return false;
  return window.from <= window.to
    ? minute >= window.from && minute < window.to
    : minute >= window.from || minute < window.to;
}

function readRegion(field: Field): When['region'] {
  if (!field.isMapping) return { names: field.oneOrMore().map((item) => item.id()), except: false };
  const names = field.mapping(WHEN_KEYS.region)('except').oneOrMore();
  return { names: names.map((item) => item.id()), except: true };
}

function readContext(field: Field): number {
  const get = field.mapping(WHEN_KEYS.context);
  if (get('gt').isAbsent === get('gte').isAbsent) field.fail('either gt or gte');
  return get('gt').isAbsent ? get('gte').wholeNumber() : get('gt').wholeNumber() + 1;
}

function readWindow(field: Field): Window {
  const get = field.mapping(WHEN_KEYS.window);
  const weekdays = get('weekdays').isAbsent
    ? undefined
    : get('weekdays')
        .list()
        .map((day) => {
          const index = WEEKDAYS.indexOf(day.text());
          return index < 0 ? day.fail(`expected one of ${WEEKDAYS.join(', ')}`) : index;
        });
  const exceptDays = get('except_dates').isAbsent
    ? []
    : get('except_dates')
        .list()
        .map((day) => Math.floor(day.instant() / 86_400_000));
  return { from: readMinute(get('utc_from')), to: readMinute(get('utc_to')), weekdays, exceptDays };
}

function readMinute(field: Field): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(field.text());
  const minute = match === null ? -1 : Number(match[1]) * 60 + Number(match[2]);
  return minute < 0 || minute > 1440 ? field.fail('expected a time of day such as "16:30"') : minute;
}

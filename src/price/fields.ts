import { isObject } from '../narrow.ts';

/** Where in a price file something stands: `['rows', 3, 'prices', 'input']`. */
export type Place = readonly (string | number)[];

/** What is wrong with the content of a price file. The message names the place; whoever knows the file adds its name. */
export class PriceFileError extends Error {
  readonly place: Place;
  readonly reason: string;

  constructor(place: Place, reason: string) {
    super(`${formatPlace(place)}: ${reason}`);
    this.name = 'PriceFileError';
    this.place = place;
    this.reason = reason;
  }
}

const INSTANT = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** `rows[3].prices.input`; `the file` for the whole. */
export function formatPlace(place: Place): string {
  let text = '';
  for (const step of place) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  return text === '' ? 'the file' : text;
}

/** One value of a price file together with its place, so that every complaint says where. Absent is `undefined`. */
export class Field {
  readonly value: unknown;
  private readonly parent: Field | undefined;
  private readonly step: string | number;

  constructor(value: unknown, parent?: Field, step: string | number = '') {
    this.value = value;
    this.parent = parent;
    this.step = step;
  }

  get place(): Place {
    return this.parent === undefined ? [] : [...this.parent.place, this.step];
  }

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isMapping(): boolean {
    return isObject(this.value);
  }

  fail(reason: string): never {
    throw new PriceFileError(this.place, reason);
  }

  /** The entries of a mapping, each known; an unknown key is an error, since it is most often a slip of the pen. */
  mapping<K extends string>(keys: readonly K[]): (key: K) => Field {
    const record = this.record();
    for (const key of Object.keys(record)) {
      if (!(keys as readonly string[]).includes(key)) this.at(key).fail(`unknown key; known are ${keys.join(', ')}`);
    }
    return (key) => this.at(key);
  }

  /** The entries of a mapping whose keys are data. */
  entries(): readonly (readonly [string, Field])[] {
    return Object.keys(this.record()).map((key) => [key, this.at(key)]);
  }

  list(): readonly Field[] {
    if (!Array.isArray(this.value)) this.fail(`expected a list, got ${describe(this.value)}`);
    return this.value.map((item: unknown, index) => new Field(item, this, index));
  }

  /** One value or a list of them. */
  oneOrMore(): readonly Field[] {
    const items = Array.isArray(this.value) ? this.list() : [this];
    return items.length === 0 ? this.fail('expected at least one value') : items;
  }

  text(): string {
    if (typeof this.value === 'number') this.fail(`expected text, got the number ${this.value}: put it in quotes`);
    if (typeof this.value !== 'string' || this.value === '') this.fail(`expected text, got ${describe(this.value)}`);
    return this.value;
  }

  /** An id in the form it is looked up in: one that could never match is a slip. */
  id(): string {
    const id = this.text();
    return /[A-Z\s]/.test(id) ? this.fail(`${JSON.stringify(id)} must be lower case and without spaces`) : id;
  }

  /** `2025-06-10` (midnight) or `2025-06-10T16:00:00Z`, always UTC, in epoch milliseconds. */
  instant(): number {
    const text = this.text();
    const whole = text.length === 10 ? `${text}T00:00:00Z` : text;
    const at = INSTANT.test(whole) ? Date.parse(whole) : NaN;
    // A day that does not exist comes back as another one.
    const exists = !Number.isNaN(at) && new Date(at).toISOString() === whole.replace('Z', '.000Z');
    return exists ? at : this.fail('expected a UTC instant such as "2025-06-10" or "2025-06-10T16:00:00Z"');
  }

  wholeNumber(): number {
    if (typeof this.value !== 'number' || !Number.isSafeInteger(this.value) || this.value <= 0)
      this.fail(`expected a whole number above 0, got ${describe(this.value)}`);
    return this.value;
  }

  private record(): Readonly<Record<string, unknown>> {
    if (!isObject(this.value)) this.fail(`expected a mapping, got ${describe(this.value)}`);
    return this.value;
  }

  /** What stands under a key; of a mapping only. */
  at(key: string): Field {
    const record = this.record();
    return new Field(Object.hasOwn(record, key) ? record[key] : undefined, this, key);
  }
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import { readPeriod, type Period } from './period.ts';
import { readProvenance, type Provenance } from './provenance.ts';
import { readTerms, type Terms } from './terms.ts';

/** Forms of a date at the end of a model id that may be left out when matching. */
export type DateSuffix = 'YYYY-MM-DD' | 'YYYYMMDD' | 'MMDD' | 'YYMM';

const ISO_SUFFIXES: readonly DateSuffix[] = ['YYYY-MM-DD', 'YYYYMMDD'];
const ALL_SUFFIXES: readonly DateSuffix[] = [...ISO_SUFFIXES, 'MMDD', 'YYMM'];

/**
 * One model's prices over one stretch of time: the catalogue's unit. Its ids are read at once and the rest when first asked
 * for: of more than a thousand rows a program needs a handful. Whatever it reads throws a PriceFileError the first time.
 */
export class Row implements Period {
  /** As written in the file; the catalogue maps it to the name it goes by. */
  readonly provider: string;
  readonly model: string;
  readonly aliases: readonly string[];
  /** Where it stands, for complaints. */
  readonly field: Field;
  readonly #sources: ReadonlyMap<string, string>;
  #period: Period | undefined;
  #terms: Terms | undefined;
  #provenance: Provenance | undefined;

  /** `provider` is that of rows that name none, `sources` those a row may name. */
  constructor(field: Field, provider: string | undefined, sources: ReadonlyMap<string, string>) {
    const own = field.at('provider');
    const aliases = field.at('aliases');
    this.provider = own.isAbsent ? (provider ?? own.fail('no provider')) : own.text();
    this.model = field.at('model').id();
    this.aliases = aliases.isAbsent ? NONE : aliases.list().map((alias) => alias.id());
    this.field = field;
    this.#sources = sources;
  }

  get from(): number {
    return this.#inForce().from;
  }

  get to(): number {
    return this.#inForce().to;
  }

  get dateSuffixes(): readonly DateSuffix[] {
    const field = this.field.at('date_suffix');
    return field.isAbsent ? ISO_SUFFIXES : readDateSuffixes(field);
  }

  get terms(): Terms {
    return (this.#terms ??= readTerms(this.field));
  }

  /** Calls never need it. */
  get provenance(): Provenance {
    return (this.#provenance ??= readProvenance((key) => this.field.at(key), this.#sources));
  }

  #inForce(): Period {
    return (this.#period ??= readPeriod(this.field.at('from'), this.field.at('to')));
  }
}

const NONE: readonly string[] = [];

/** Reads a row to the end, so that a mistake in it shows now and not at a call. Throws PriceFileError. */
export function readRow(field: Field, provider: string | undefined, sources: ReadonlyMap<string, string>): Row {
  field.mapping(KEYS.row);
  const row = new Row(field, provider, sources);
  void [row.from, row.dateSuffixes, row.provenance, row.terms];
  return row;
}

function readDateSuffixes(field: Field): readonly DateSuffix[] {
  if (field.value === 'none') return [];
  return field
    .oneOrMore()
    .map(
      (item) =>
        ALL_SUFFIXES.find((form) => form === item.value) ??
        item.fail(`expected none or any of ${ALL_SUFFIXES.join(', ')}`),
    );
}

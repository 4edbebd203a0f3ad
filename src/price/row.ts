import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import { readPeriod, type Period } from './period.ts';
import { readProvenance, type Provenance } from './provenance.ts';
import { readTerms, type Terms } from './terms.ts';

/** One model's prices over one stretch of time: the catalogue's unit, ready to be asked. */
export interface Row extends Period {
  /** As written in the file; the catalogue maps it to the name it goes by. */
  readonly provider: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly dateSuffixes: readonly DateSuffix[];
  /** Read when first asked for: of hundreds of rows a program needs a handful. Throws PriceFileError the first time. */
  readonly terms: Terms;
  /** The same: calls never need it. */
  readonly provenance: Provenance;
  /** Where it stands, for complaints. */
  readonly field: Field;
}

/** Forms of a date at the end of a model id that may be left out when matching. */
export type DateSuffix = 'YYYY-MM-DD' | 'YYYYMMDD' | 'MMDD' | 'YYMM';

const ISO_SUFFIXES: readonly DateSuffix[] = ['YYYY-MM-DD', 'YYYYMMDD'];
const ALL_SUFFIXES: readonly DateSuffix[] = [...ISO_SUFFIXES, 'MMDD', 'YYMM'];

/** Reads a row; `provider` is that of rows that name none, `sources` those a row may name. Throws PriceFileError. */
export function readRow(field: Field, provider: string | undefined, sources: ReadonlyMap<string, string>): Row {
  const get = field.mapping(KEYS.row);
  let terms: Terms | undefined;
  let provenance: Provenance | undefined;
  return {
    ...readPeriod(get('from'), get('to')),
    provider: get('provider').isAbsent ? (provider ?? get('provider').fail('no provider')) : get('provider').text(),
    model: get('model').id(),
    aliases: get('aliases').isAbsent
      ? []
      : get('aliases')
          .list()
          .map((alias) => alias.id()),
    dateSuffixes: get('date_suffix').isAbsent ? ISO_SUFFIXES : readDateSuffixes(get('date_suffix')),
    get terms() {
      terms ??= readTerms(field);
      return terms;
    },
    get provenance() {
      provenance ??= readProvenance(get, sources);
      return provenance;
    },
    field,
  };
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

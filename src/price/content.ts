import { readDiscount, type Discount } from './discount.ts';
import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import { readRow, Row } from './row.ts';
import { readTool, type Tool } from './tool.ts';

/** What one price file says. */
export interface PriceFile {
  /** That of rows and discounts that name none. */
  readonly provider: string | undefined;
  /** Other spellings of the provider, as written. */
  readonly names: ReadonlyMap<string, string>;
  readonly rows: readonly Row[];
  readonly discounts: readonly Discount[];
  readonly tools: readonly Tool[];
}

/**
 * Reads one price file's content. Throws PriceFileError on the first thing that is wrong. Of content that is `known` to be sound
 * the rows are read when asked for.
 */
export function readPriceFile(file: Field, known: boolean): PriceFile {
  const get = file.mapping(KEYS.file);
  const provider = get('provider').isAbsent ? undefined : get('provider').text();
  const names = new Map<string, string>();
  if (!get('names').isAbsent) {
    const owner = provider ?? get('names').fail('names need a provider they are names of');
    for (const name of get('names').list()) names.set(name.text(), owner);
  }
  const sources = new Map(
    get('sources').isAbsent
      ? []
      : get('sources')
          .entries()
          .map(([key, about]) => [key, about.text()]),
  );
  const items = (key: 'rows' | 'discounts' | 'tools'): readonly Field[] => (get(key).isAbsent ? [] : get(key).list());
  // Whoever has only discounts, or only tools, needs no rows.
  const listed = (): readonly Field[] =>
    get('discounts').isAbsent && get('tools').isAbsent ? get('rows').list() : items('rows');
  // In the order of the format, so that the first mistake named is the same in both languages.
  const checked = known ? undefined : listed().map((row) => readRow(row, provider, sources));
  const others = {
    provider,
    names,
    discounts: items('discounts').map((discount) => readDiscount(discount, provider)),
    tools: items('tools').map(readTool),
  };
  if (checked !== undefined) return { ...others, rows: checked };
  let read: readonly Row[] | undefined;
  return {
    ...others,
    get rows() {
      return (read ??= listed().map((row) => new Row(row, provider, sources)));
    },
  };
}

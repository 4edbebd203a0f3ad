import { isObject } from '../../src/narrow.ts';

/** The date of the newest prices among the price files: the last at which a row was checked or a source was made. */
export function newestDate(files: readonly unknown[]): string {
  const [newest] = files.flatMap(datesOf).toSorted().toReversed();
  if (newest === undefined) throw new Error('no source of the price files says its date');
  return newest;
}

function datesOf(file: unknown): string[] {
  if (!isObject(file)) return [];
  const { sources, rows } = file;
  const texts = [
    ...(isObject(sources) ? Object.values(sources) : []),
    ...(Array.isArray(rows) ? rows.map((row: unknown) => (isObject(row) ? row['checked'] : undefined)) : []),
  ];
  return texts.flatMap((text) => (typeof text === 'string' ? (text.match(/\b20\d\d-[01]\d-[0-3]\d\b/g) ?? []) : []));
}

/** What stands below a table: a word and its text, line by line. */
import type { Period } from '../../price/period.ts';
import type { Row } from '../../price/row.ts';
import { instantText } from '../instant.ts';
import { wrapped } from '../wrap.ts';

export type Note = readonly [name: string, text: string];

const MARGIN = 12;

export function notesText(notes: readonly Note[], width: number): string[] {
  return notes.flatMap(([name, text]) =>
    wrapped(text, width - MARGIN).map((line, index) => (index === 0 ? name : '').padEnd(MARGIN) + line),
  );
}

/** Where a row comes from, as far as it says. */
export function originOf({ provenance }: Row): Note[] {
  const { sources, checked, confidence, note } = provenance;
  return [
    ...(sources.length === 0 ? [] : [['source', sources.join('; ')] as const]),
    // A file of one's own, which says nothing of all this, is not in doubt for that.
    ...(sources.length === 0 && checked === undefined ? [] : [['checked', checked ?? 'never'] as const]),
    ...(confidence === undefined ? [] : [['confidence', confidence] as const]),
    ...(note === undefined ? [] : [['note', note] as const]),
  ];
}

/** `always`, `since 2026-03-05`, `2026-03-05 until 2027-01-01`. */
export function periodText({ from, to }: Period): string {
  if (to === Infinity) return from === -Infinity ? 'always' : `since ${instantText(from)}`;
  return from === -Infinity ? `until ${instantText(to)}` : `${instantText(from)} until ${instantText(to)}`;
}

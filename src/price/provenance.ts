import { text } from '../narrow.ts';
import type { Field } from './fields.ts';

/** Where a row comes from, as far as it says. */
export interface Provenance {
  /** As the file describes them under `sources`, or the row's own words where the file describes none. */
  readonly sources: readonly string[];
  /** Day on which somebody last compared the row with the provider's page; absent when nobody has. */
  readonly checked: string | undefined;
  /** `hand-checked`, `imported` or `disputed`. */
  readonly confidence: string | undefined;
  /** Of files only: the embedded catalogue leaves notes out. */
  readonly note: string | undefined;
}

const CONFIDENCE = ['hand-checked', 'imported', 'disputed'];

/** Reads what a row says of its origin; `described` are the sources of its file by name. Throws PriceFileError. */
export function readProvenance(
  get: (key: 'source' | 'checked' | 'confidence' | 'note') => Field,
  described: ReadonlyMap<string, string>,
): Provenance {
  const sources = get('source').isAbsent
    ? []
    : get('source')
        .oneOrMore()
        .map((name) => describe(name, described));
  const checked = get('checked');
  if (!checked.isAbsent) checked.instant();
  const confidence = get('confidence');
  if (!confidence.isAbsent && !CONFIDENCE.includes(confidence.text()))
    confidence.fail(`expected one of ${CONFIDENCE.join(', ')}`);
  return { sources, checked: text(checked.value), confidence: text(confidence.value), note: text(get('note').value) };
}

/** A file that describes no source may name any. */
function describe(name: Field, described: ReadonlyMap<string, string>): string {
  const known = described.get(name.text());
  if (known !== undefined) return known;
  return described.size === 0
    ? name.text()
    : name.fail(`unknown source; known are ${[...described.keys()].join(', ')}`);
}

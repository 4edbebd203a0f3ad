import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import { readPeriod, type Period } from './period.ts';
import { readRate } from './price-list.ts';
import type { Rate } from './rate.ts';

/** What one call of a tool of the application costs. */
export interface Tool extends Period {
  /** Exactly as the application names it. */
  readonly name: string;
  /** For one call. */
  readonly rate: Rate;
  /** Where it stands, for complaints. */
  readonly field: Field;
}

/** Reads a priced tool. Throws PriceFileError. */
export function readTool(field: Field): Tool {
  const get = field.mapping(KEYS.tool);
  if (!get('note').isAbsent) get('note').text();
  return {
    ...readPeriod(get('from'), get('to')),
    name: get('tool').text(),
    rate: readRate(get('usd'), get('per').wholeNumber()),
    field,
  };
}

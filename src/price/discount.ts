import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import type { Decimal } from './money.ts';
import { contains, readPeriod, type Period } from './period.ts';
import { readDecimal } from './price-list.ts';

/** A factor on what the rows of lower layers charge. Rows of its own file are negotiated already. */
export interface Discount extends Period {
  /** As written in the file; the catalogue maps it to the name it goes by. */
  readonly provider: string;
  /** A row's own id, not an alias; absent when it is for all of the provider. */
  readonly model: string | undefined;
  readonly factor: Decimal;
  /** The factor as written, as it stands in the price id. */
  readonly text: string;
  /** Where it stands, for complaints. */
  readonly field: Field;
}

/** A factor dearer than this is a slip. */
const MAX_FACTOR = 1000n;

/** Reads a discount; `provider` is that of those that name none. Throws PriceFileError. */
export function readDiscount(field: Field, provider: string | undefined): Discount {
  const get = field.mapping(KEYS.discount);
  const factor = readDecimal(get('factor'), 6);
  if (factor.digits > MAX_FACTOR * 10n ** BigInt(-factor.exponent)) get('factor').fail(`at most ${MAX_FACTOR}`);
  if (!get('note').isAbsent) get('note').text();
  return {
    ...readPeriod(get('from'), get('to')),
    provider: get('provider').isAbsent ? (provider ?? get('provider').fail('no provider')) : get('provider').text(),
    model: get('model').isAbsent ? undefined : get('model').id(),
    factor,
    text: get('factor').text(),
    field,
  };
}

/** The most specific discount in force on a row, of those for its provider. */
export function discountOn(discounts: readonly Discount[], model: string, at: number): Discount | undefined {
  let found: Discount | undefined;
  for (const discount of discounts) {
    if (!contains(discount, at)) continue;
    if (discount.model === model) return discount;
    if (discount.model === undefined) found = discount;
  }
  return found;
}

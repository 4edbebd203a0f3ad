import { given } from '../env.ts';
import { providerName, type Catalogue } from '../price/catalogue.ts';
import { openCatalogue } from '../price/embedded.ts';
import { IDLE_DISCOUNT_TODO, idleDiscounts, idleDiscountText } from '../price/idle-discount.ts';
import { type Io, UsageError } from './command.ts';

/**
 * The catalogue with the price files of `--prices` in front, the last one first; without any with that of `TASKMETER_PRICES`,
 * as the application has it. Says on stderr which discounts of theirs lower nothing.
 *
 * @throws {UsageError} naming the file, the line and the reason when one cannot be read.
 */
export function openPrices(files: readonly string[], { env, err }: Io): Catalogue {
  const catalogue = open(files.length > 0 ? files.join(',') : given(env, 'TASKMETER_PRICES'));
  for (const discount of idleDiscounts(catalogue))
    err(`taskmeter: ${idleDiscountText(discount)}; ${IDLE_DISCOUNT_TODO}\n`);
  return catalogue;
}

function open(files: string | undefined): Catalogue {
  try {
    return openCatalogue(files);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

/** The providers that have rows, by the names they go by, sorted. */
export function providersOf(catalogue: Catalogue): string[] {
  const rows = catalogue.layers.flatMap((layer) => layer.rows);
  return [...new Set(rows.map((row) => providerName(catalogue, row.provider)))].toSorted();
}

import { given, type Env } from '../env.ts';
import { providerName, type Catalogue } from '../price/catalogue.ts';
import { openCatalogue } from '../price/embedded.ts';
import { UsageError } from './command.ts';

/**
 * The catalogue with the price files of `--prices` in front, the last one first; without any with that of `TASKMETER_PRICES`,
 * as the application has it.
 *
 * @throws {UsageError} naming the file, the line and the reason when one cannot be read.
 */
export function openPrices(files: readonly string[], env: Env): Catalogue {
  try {
    return openCatalogue(files.length > 0 ? files.join(',') : given(env, 'TASKMETER_PRICES'));
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

/** The providers that have rows, by the names they go by, sorted. */
export function providersOf(catalogue: Catalogue): string[] {
  const rows = catalogue.layers.flatMap((layer) => layer.rows);
  return [...new Set(rows.map((row) => providerName(catalogue, row.provider)))].toSorted();
}

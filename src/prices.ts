import { ConfigError } from './config.ts';
import { given } from './env.ts';
import type { Catalogue } from './price/catalogue.ts';
import { openCatalogue } from './price/embedded.ts';

let inUse: Catalogue | undefined;

/**
 * The prices this process uses: those of `usePriceFiles`, else of `TASKMETER_PRICES`, else the built-in ones, read when first asked for.
 *
 * @throws {ConfigError} when a price file cannot be read.
 */
export function pricesInUse(): Catalogue {
  return (inUse ??= read(given(process.env, 'TASKMETER_PRICES')));
}

/**
 * Reads price files, named as in `TASKMETER_PRICES`, at once, so that a mistake in one is said now.
 *
 * @throws {ConfigError} when one cannot be read.
 */
export function usePriceFiles(files: string): void {
  inUse = read(files);
}

function read(files: string | undefined): Catalogue {
  try {
    return openCatalogue(files);
  } catch (error) {
    throw new ConfigError([`TASKMETER_PRICES: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

import { indexCatalogue, withOverrides, type Catalogue } from './catalogue.ts';
import { catalogueJson } from './catalogue.gen.ts';
import { readCatalogueFile } from './price-file.ts';

let embedded: Catalogue | undefined;

/** The catalogue this package ships, read at the first call. */
export function embeddedCatalogue(): Catalogue {
  embedded ??= indexCatalogue(JSON.parse(catalogueJson));
  return embedded;
}

/**
 * The embedded catalogue with the rows of a price file (`TASKMETER_PRICES`) asked first. Throws a TypeError that names the
 * file, the place and the reason.
 */
export function openCatalogue(overrides: string | undefined): Catalogue {
  const base = embeddedCatalogue();
  return overrides === undefined ? base : withOverrides(base, readCatalogueFile(overrides, base.names));
}

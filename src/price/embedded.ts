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
 * The embedded catalogue under price files (`TASKMETER_PRICES`: one, or several with commas between them, the last of which is
 * asked first). Throws a TypeError that names the file, the place and the reason.
 */
export function openCatalogue(overrides: string | undefined): Catalogue {
  let catalogue = embeddedCatalogue();
  for (const path of priceFiles(overrides))
    catalogue = withOverrides(catalogue, readCatalogueFile(path, catalogue.names));
  return catalogue;
}

/** The files that a value of `TASKMETER_PRICES` names, in order. */
export function priceFiles(overrides: string | undefined): readonly string[] {
  const paths = (overrides ?? '').split(',').map((path) => path.trim());
  return paths.filter((path) => path !== '');
}

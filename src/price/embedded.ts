import { loadCatalogue, type Catalogue } from './catalogue.ts';
import { catalogueJson } from './catalogue.gen.ts';

let embedded: Catalogue | undefined;

/** The catalogue this package ships, read at the first call. */
export function embeddedCatalogue(): Catalogue {
  embedded ??= loadCatalogue(JSON.parse(catalogueJson));
  return embedded;
}

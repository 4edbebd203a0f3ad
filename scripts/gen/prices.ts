/** `spec/prices/*.yaml` → one catalogue, compact and versioned by its content, for TypeScript and for Go. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { loadCatalogue } from '../../src/price/catalogue.ts';
import { readCatalogueFile } from '../../src/price/price-file.ts';
import { newestDate } from './catalogue-date.ts';

const source = 'spec/prices';

/** The catalogue's source files: one a provider, and one for the rows imported for it. */
export function pricePaths(): readonly string[] {
  // What people decided about disagreeing sources is beside the prices and has none itself.
  const names = readdirSync(source).filter((name) => name.endsWith('.yaml') && name !== 'decisions.yaml');
  return names.toSorted().map((name) => `${source}/${name}`);
}

export async function priceFiles(): Promise<ReadonlyMap<string, string>> {
  const files: unknown[] = [];
  for (const path of pricePaths()) {
    readCatalogueFile(path, new Map());
    files.push(parse(await readFile(path, 'utf8')));
  }
  const content = files.map((file) => JSON.stringify(file, forReaders)).join(',\n');
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const date = newestDate(files);
  const json = `{"version":"${version}","date":"${date}","files":[\n${byRow(content)}\n]}`;
  loadCatalogue(JSON.parse(json));
  const literal = json.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return new Map([
    [
      'src/price/catalogue.gen.ts',
      `// Generated from ${source} by \`npm run gen\`; do not edit.\n\n/** Parsed when first needed: a string costs nothing to load. */\nexport const catalogueJson: string = \`${literal}\`;\n`,
    ],
    [
      'src/price/catalogue-date.gen.ts',
      `// Generated from ${source} by \`npm run gen\`; do not edit.\n\n/** Of the newest prices in the catalogue, which needs not be read to know it. */\nexport const CATALOGUE_DATE = '${date}';\n`,
    ],
    ['collector/price/catalogue.gen.json', `${json}\n`],
  ]);
}

/** A row a line, so that a change of a price is a line's change here too. */
function byRow(json: string): string {
  return json.replaceAll('{"model":', '\n{"model":');
}

/** Notes are for those who read the source; null is the same as absent. */
function forReaders(key: string, value: unknown): unknown {
  return key === 'note' || value === null ? undefined : value;
}

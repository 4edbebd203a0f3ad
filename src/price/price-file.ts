import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { requireFromHere } from '../here.ts';
import { loadCatalogue, type Catalogue } from './catalogue.ts';
import { PriceFileError, type Place } from './fields.ts';

/**
 * Reads a price file (YAML or JSON, `spec/prices/README.md`) into a catalogue whose version is the hash of the file.
 * `names` are the provider spellings to accept. Throws a TypeError that names the file, the place and the reason.
 */
export function readCatalogueFile(path: string, names: ReadonlyMap<string, string>): Catalogue {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new TypeError(`cannot read the price file ${path}: ${errorCode(error)}`, { cause: error });
  }
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const document = parse(path, textOf(path, bytes));
  try {
    return loadCatalogue(document.content, version, names);
  } catch (error) {
    if (!(error instanceof PriceFileError)) throw error;
    throw new TypeError(`${path}:${document.lineOf(error.place)}: ${error.message}`, { cause: error });
  }
}

interface Document {
  readonly content: unknown;
  /** Line on which a place stands, or its nearest parent that exists. */
  lineOf(place: Place): number;
}

function textOf(path: string, bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let line = 1;
  // No character of several bytes has a line feed in it.
  for (let start = 0, end = bytes.indexOf('\n'); end !== -1; start = end + 1, end = bytes.indexOf('\n', start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    line += 1;
  }
  throw new TypeError(`${path}:${line}: not UTF-8`);
}

/** JSON is YAML too, and this parser knows lines; it is loaded only by those who have a file. */
function parse(path: string, text: string): Document {
  const yaml = requireFromHere('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error !== undefined) throw new TypeError(`${path}:${lines.linePos(error.pos[0]).line}: ${reasonOf(error, text)}`);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: -1 }); // aliases share one value here: their number costs nothing
  } catch (cause) {
    throw new TypeError(`${path}:1: ${cause instanceof Error ? cause.message : 'unreadable'}`, { cause });
  }
  return {
    content,
    lineOf(place) {
      for (let length = place.length; length > 0; length -= 1) {
        const node = document.getIn(place.slice(0, length), true);
        if (yaml.isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}

/** The parser's own words, but where they are for programmers. */
function reasonOf({ code, message, pos: [start] }: Yaml.YAMLParseError, text: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins: a price file is one';
  const [key] = code === 'DUPLICATE_KEY' ? (/^[\w.-]+|^(["'])[\w.-]+\1/.exec(text.slice(start)) ?? []) : [];
  return key === undefined ? message : `${key.replaceAll(/["']/g, '')} stands twice`;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}

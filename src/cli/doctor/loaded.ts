/** From the paths of loaded files to the packages they are of. */
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fields, text } from '../../narrow.ts';
import type { Copy, LoadedCopy } from './evidence.ts';

/** The packages among these files whose name `matters`, each copy once. */
export function loadedCopies(scripts: readonly string[], matters: (name: string) => boolean): LoadedCopy[] {
  const copies = new Map<string, { readonly copy: Copy | undefined; readonly files: Set<string> }>();
  for (const path of scripts.map(pathOf)) {
    const folder = folderOf(path);
    if (folder === undefined) continue;
    const known = copies.get(folder) ?? { copy: readCopy(folder), files: new Set() };
    copies.set(folder, known);
    known.files.add(path.slice(folder.length + 1).replace(/\.[cm]?js$/, ''));
  }
  return [...copies.values()].flatMap(({ copy, files }) =>
    copy !== undefined && matters(copy.name) ? [{ ...copy, files: [...files] }] : [],
  );
}

/** Name and version by the folder's own package.json; `undefined` when there is none. */
export function readCopy(folder: string): Copy | undefined {
  try {
    const manifest = fields(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')));
    const name = text(manifest['name']);
    const version = text(manifest['version']);
    return name === undefined || version === undefined ? undefined : { name, version, folder };
  } catch {
    return undefined;
  }
}

/** The folder of the package that a file belongs to, with forward slashes; `undefined` outside node_modules. */
export function folderOf(path: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

/** The path of a script, which is a URL for ES modules, with forward slashes. */
export function pathOf(script: string): string {
  const path = script.startsWith('file:') ? fileURLToPath(script.replace(/[?#].*$/, '')) : script;
  return path.replaceAll('\\', '/');
}

/** The files outside node_modules that carry a client library: a bundler put it there, where no hook sees it. */
export function bundlesAmong(scripts: readonly string[]): string[] {
  return scripts.map(pathOf).filter((path) => {
    if (!isAbsolute(path) || path.includes('/node_modules/')) return false;
    const known = bundles.get(path) ?? isBundle(path);
    bundles.set(path, known);
    return known;
  });
}

/** The process is looked at again and again. */
const bundles = new Map<string, boolean>();

function isBundle(path: string): boolean {
  try {
    return statSync(path).size > 50_000 && CLIENT.test(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}

/** Headers that the clients of OpenAI and Anthropic, and of Google, send; minifiers leave strings alone. */
const CLIENT = /x-stainless-retry-count|x-goog-api-client/i;

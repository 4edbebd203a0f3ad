import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { sdksFolder } from '../../scripts/sdks.ts';

/** One combination that is tried. */
export interface Cell {
  readonly library: string;
  readonly major: number;
  readonly end: 'oldest' | 'newest';
  /** Where the version is installed, under `sdksFolder`. */
  readonly alias: string;
  readonly format: 'cjs' | 'esm';
  /** Major of Node. */
  readonly node: number;
  /** Major of the OpenTelemetry SDK. */
  readonly otel: number;
}

interface Matrix {
  readonly runtimes: readonly { readonly node: number; readonly otel: readonly number[] }[];
  readonly libraries: Readonly<Record<string, Readonly<Record<string, readonly Cell['format'][]>>>>;
}

/** Every cell of `matrix.yaml`, by library and version, then by runtime. */
export function readCells(): readonly Cell[] {
  const { runtimes, libraries } = parse(readFileSync(new URL('matrix.yaml', import.meta.url), 'utf8')) as Matrix;
  const cells: Cell[] = [];
  for (const [library, majors] of Object.entries(libraries)) {
    for (const [major, formats] of Object.entries(majors)) {
      for (const end of endsOf(`${library}-${major}`)) {
        for (const { node, otel: lines } of runtimes) {
          for (const otel of lines) {
            for (const format of formats) {
              cells.push({
                library,
                major: Number(major),
                end,
                alias: `${library}-${major}-${end}`,
                format,
                node,
                otel,
              });
            }
          }
        }
      }
    }
  }
  return cells;
}

/** A major of which there is one version so far has one end. */
function endsOf(line: string): readonly Cell['end'][] {
  return versionOf(`${line}-oldest`) === versionOf(`${line}-newest`) ? ['newest'] : ['oldest', 'newest'];
}

/**
 * The cells that every test run tries: the newest of each major in each format on the repository's own Node, and the newest of
 * each library on every other runtime.
 */
export function isTriedByTests(cell: Cell, cells: readonly Cell[]): boolean {
  if (cell.end !== 'newest') return false;
  if (cell.node === Number.parseInt(process.versions.node, 10) && cell.otel === 2) return true;
  const newest = cells.findLast(({ library }) => library === cell.library);
  return cell.major === newest?.major && cell.format === newest.format;
}

/** The versions of some libraries, by their aliases. */
export function aliasesOf(...libraries: readonly string[]): readonly string[] {
  const wanted = readCells().filter(({ library }) => libraries.includes(library));
  return [...new Set(wanted.map(({ alias }) => alias))];
}

/** The version an alias of `test/sdks/package.json` stands for. */
export function versionOf(alias: string): string {
  const manifest = JSON.parse(readFileSync(`${sdksFolder}/../package.json`, 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const version = manifest.dependencies[alias]?.split('@').at(-1);
  if (version === undefined) throw new Error(`test/sdks/package.json has no ${alias}`);
  return version;
}

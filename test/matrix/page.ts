/** The table of `docs/compatibility.md`: one row a version and format, one column a runtime. */
import { type Cell, versionOf } from './cells.ts';
import type { Tried } from './judge.ts';

/** What came of a cell: what was tried, or why it failed. */
export interface Result {
  readonly cell: Cell;
  readonly came: Tried | string;
}

const begin = '<!-- written by npm run matrix -- --write -->';
const end = '<!-- end of what is written -->';

/**
 * The page with a line about the run and its table in the place of the former ones.
 * @throws {Error} when the page has no such place.
 */
export function withResults(page: string, about: string, results: readonly Result[]): string {
  const former = `${begin}${written(page)}${end}`;
  return page.replace(former, () => `${begin}\n\n${about}\n\n${tableOf(results)}\n\n${end}`);
}

/** The table, and below it why cells failed. A cell that passed shows in how many ways its library was used. */
export function tableOf(results: readonly Result[]): string {
  const columns = [...new Set(results.map(({ cell }) => columnOf(cell)))];
  const lines = [
    ['library', 'version', 'format', ...columns],
    ['---', '---', '---', ...columns.map(() => '---:')],
  ];
  for (const [row, inRow] of Map.groupBy(results, ({ cell }) => rowOf(cell))) {
    const shown = columns.map((column) => {
      const came = inRow.find(({ cell }) => columnOf(cell) === column)?.came;
      return came === undefined ? '' : typeof came === 'string' ? '**fails**' : String(came.ways);
    });
    lines.push([...row.split(' '), ...shown]);
  }
  const failures = results.flatMap(({ cell, came }) =>
    typeof came === 'string' ? [`- ${nameOf(cell)}: ${came}`] : [],
  );
  return [...lines.map((line) => `| ${line.join(' | ')} |`), ...(failures.length === 0 ? [] : ['', ...failures])].join(
    '\n',
  );
}

/** The names of the cells a page tells of, in its order. */
export function namesOn(page: string): readonly string[] {
  const [head = [], , ...rows] = written(page)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '));
  return rows.flatMap((row) =>
    head.flatMap((column, i) => (i < 3 || row[i] === '' ? [] : [`${row.slice(0, 3).join(' ')}, ${column}`])),
  );
}

/** `openai 7.57.0 esm, Node 24, SDK 3` */
export function nameOf(cell: Cell): string {
  return `${rowOf(cell)}, ${columnOf(cell)}`;
}

function rowOf({ library, alias, format }: Cell): string {
  return `${library} ${versionOf(alias)} ${format}`;
}

function columnOf({ node, otel }: Cell): string {
  return `Node ${node}, SDK ${otel}`;
}

function written(page: string): string {
  const [, found] = page.split(begin);
  const [text, after] = found?.split(end) ?? [];
  if (text === undefined || after === undefined) throw new Error(`no place between ${begin} and ${end}`);
  return text;
}

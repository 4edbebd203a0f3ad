/** Tables that fit the terminal. */
import { inColumns } from '../../report/columns.ts';
import { wrapped } from '../wrap.ts';

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => string;
  /** Decimals stand point below point; words flush left. */
  readonly kind: 'words' | 'decimals';
  /** Columns with a number are left out where there is no room, the highest first. */
  readonly spare?: number;
}

/** Narrower than this a column of words is not worth breaking. */
const MIN_WORDS = 16;

/**
 * The rows below their heads and a rule. Where `width` has no room for them, without the columns that are spare, and with the
 * words of the last column broken into several lines.
 */
export function tableOf<T>(rows: readonly T[], columns: readonly Column<T>[], width: number): string[] {
  const alignment = columns.map(({ kind }) => (kind === 'words' ? 'l' : 'r')).join('');
  const heads = columns.map(({ head }) => head);
  const cells = transposed(columns.map((column) => cellsOf(rows, column)));
  const widest = widthOf(inColumns([heads, ...cells], alignment));
  const spare = Math.max(...columns.map((column) => column.spare ?? 0));
  if (widest > width && spare > 0) {
    return tableOf(
      rows,
      columns.filter((column) => column.spare !== spare),
      width,
    );
  }
  const fitting = widest > width && columns.at(-1)?.kind === 'words' ? broken(cells, width - widest) : cells;
  const [head = '', ...lines] = inColumns([heads, ...fitting], alignment);
  return [head, '─'.repeat(widthOf([head, ...lines])), ...lines];
}

/** The same rows with a last column that is narrower by as much as is missing. */
function broken(rows: readonly (readonly string[])[], missing: number): string[][] {
  const longest = widthOf(rows.map((row) => row.at(-1) ?? ''));
  const room = Math.max(MIN_WORDS, longest + missing);
  return rows.flatMap((row) =>
    wrapped(row.at(-1) ?? '', room).map((text, index) =>
      index === 0 ? [...row.slice(0, -1), text] : [...row.slice(0, -1).map(() => ''), text],
    ),
  );
}

function widthOf(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => line.length));
}

function cellsOf<T>(rows: readonly T[], { cell, kind }: Column<T>): string[] {
  const cells = rows.map(cell);
  if (kind === 'words') return cells;
  const decimals = Math.max(0, ...cells.map((text) => fractionOf(text).length));
  return cells.map((text) => text + ' '.repeat(decimals - fractionOf(text).length));
}

/** `.25` of `1.25`. */
function fractionOf(text: string): string {
  return /\.\d+%?$/.exec(text)?.[0] ?? '';
}

function transposed(columns: readonly (readonly string[])[]): string[][] {
  return (columns[0] ?? []).map((_, row) => columns.map((cells) => cells[row] ?? ''));
}

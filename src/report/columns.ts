/** Sets rows in columns, each as wide as its widest cell: `l` is flush left, `r` flush right. Trailing blanks are cut. */
export function inColumns(rows: readonly (readonly string[])[], alignment: string): string[] {
  const widths = rows.reduce<number[]>(
    (widths, row) => row.map((cell, column) => Math.max(widths[column] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return alignment[column] === 'r' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** `1 call`, `2,004 calls`. */
export function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `1204` as `1,204`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Lines of a stream, one after the other: memory is bounded by the longest line that is taken. */

/** More than any call has to say of itself. */
const MAX_LINE_BYTES = 1_048_576;
const LINE_FEED = 10;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Absent when the line is too long. */
  readonly text: string | undefined;
}

/** The lines of each piece that comes, blank ones left out. What follows the last line feed is a line too. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let number = 0;
  let begun: Uint8Array[] = [];
  let length = 0;
  const finish = (): Line => {
    number += 1;
    const text = length > MAX_LINE_BYTES ? undefined : Buffer.concat(begun).toString('utf8');
    // Files of some editors begin with a mark that says they are UTF-8.
    const line = { number, text: number === 1 ? text?.replace(/^\uFEFF/, '') : text };
    [begun, length] = [[], 0];
    return line;
  };
  const take = (part: Uint8Array): void => {
    length += part.length;
    if (length > MAX_LINE_BYTES) begun = [];
    else begun.push(part);
  };
  for await (const piece of pieces) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, start)) {
      take(piece.subarray(start, end));
      lines.push(finish());
      start = end + 1;
    }
    take(piece.subarray(start));
    yield lines.filter(isSaying);
  }
  if (length > 0) yield [finish()].filter(isSaying);
}

function isSaying({ text }: Line): boolean {
  return text === undefined || text.trim() !== '';
}

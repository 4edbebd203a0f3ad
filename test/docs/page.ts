/** What a page of the documentation gives a reader to paste, and what it says they will see. */
import { readFileSync } from 'node:fs';
import { repository } from '../support/built.ts';

/** A fenced block as it stands in the Markdown. */
export interface Block {
  /** `page:line`, for messages. */
  readonly at: string;
  /** `sh`, `js`, `ts`, `text`, …; empty where the fence names none. */
  readonly language: string;
  /** What follows the language in the fence: the file that the reader is to save it as. Absent for a fragment. */
  readonly file: string | undefined;
  readonly text: string;
  /** From the comment before it, `<!-- not run: … -->`: why no test runs it. */
  readonly notRun: string | undefined;
}

/** What stands below one heading of the second level; without a heading, what stands before the first. */
export interface Section {
  readonly heading: string | undefined;
  readonly blocks: readonly Block[];
}

export function readPage(path: string): Section[] {
  const sections: { heading: string | undefined; blocks: Block[] }[] = [{ heading: undefined, blocks: [] }];
  const lines = readFileSync(`${repository}/${path}`, 'utf8').split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const heading = /^## (.*)$/.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, blocks: [] });
    const [, indent, language = '', file = ''] = /^( *)```(\S*) *(.*)$/.exec(line) ?? [];
    if (indent === undefined) continue;
    const begin = i + 1;
    while (lines[++i]?.trim() !== '```') if (i >= lines.length) throw new Error(`${path}:${begin} is never closed`);
    sections.at(-1)?.blocks.push({
      at: `${path}:${begin}`,
      language,
      file: file === '' ? undefined : file,
      text: lines
        .slice(begin, i)
        .map((inside) => `${inside.slice(indent.length)}\n`)
        .join(''),
      notRun: reasonBefore(lines, begin - 1),
    });
  }
  return sections;
}

function reasonBefore(lines: readonly string[], fence: number): string | undefined {
  const before = lines.slice(0, fence).findLast((line) => line.trim() !== '') ?? '';
  return /^\s*<!-- not run: (.+) -->$/.exec(before)?.[1];
}

import { type Command, UsageError } from '../../src/cli/command.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly width?: number;
  /** Pieces of stdin; without them a person sits there. */
  readonly stdin?: Iterable<string | Uint8Array>;
  /** Takes what goes to stdout bit by bit, in place of `out`. */
  readonly write?: (text: string) => Promise<void>;
}

/** Runs a command in this process and gives what it printed. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  { env = {}, width = 120, stdin, write }: Surroundings = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const io = {
    env,
    width,
    cwd: process.cwd(),
    isColoured: false,
    out: (text: string) => void (out += `${text}\n`),
    write: write ?? ((text: string) => Promise.resolve(void (out += text))),
    err: (text: string) => void (err += text),
    stdin: { isTTY: stdin === undefined, [Symbol.asyncIterator]: () => pieces(stdin ?? []) },
  };
  try {
    return { code: await command.run(args, io), out, err };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, out, err: `${err}taskmeter: ${error.message}\n` };
  }
}

async function* pieces(texts: Iterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield typeof text === 'string' ? Buffer.from(text) : text;
}

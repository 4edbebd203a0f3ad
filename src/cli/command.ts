import type { Env } from '../env.ts';

/** A command of `taskmeter`: `taskmeter doctor`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** The whole help. */
  readonly help: string;
  /**
   * Runs it with the arguments after its name, and gives the exit status.
   *
   * @throws {UsageError} when they are not what they must be.
   */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** What a command reads and writes. */
export interface Io {
  readonly env: Env;
  readonly cwd: string;
  /** Whole lines for stdout. */
  readonly out: (text: string) => void;
  /** The same without an end of line; resolves when stdout takes more. */
  readonly write: (text: string) => Promise<void>;
  /** For stderr, as it comes. */
  readonly err: (text: string) => void;
  readonly stdin: Stdin;
  /** Columns, where stdout is a terminal that takes colours or not. */
  readonly width: number;
  readonly isColoured: boolean;
}

/** Bytes as they come; `isTTY` when a person would have to type them. */
export interface Stdin extends AsyncIterable<Uint8Array> {
  readonly isTTY?: boolean | undefined;
}

/** The user's mistake in the command line. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

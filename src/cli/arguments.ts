import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { closest } from '../closest.ts';
import { UsageError } from './command.ts';

/** What was given for each flag; a list where a flag may be given more than once. */
export type Flags = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** What stands on a command line. */
export interface Arguments {
  readonly flags: Flags;
  /** What stands alone, at most as many as were allowed. */
  readonly words: readonly string[];
  /** What follows `--`. */
  readonly rest: readonly string[];
}

/**
 * Reads the flags of a command, and up to `maxWords` words that stand alone.
 *
 * @throws {UsageError} naming what is not known, lacks its value, or is there twice.
 */
export function readArguments(args: readonly string[], options: ParseArgsOptionsConfig, maxWords = 0): Arguments {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const { values, tokens } = parseArgs({ args: [...own], options, strict: false, tokens: true });
  const words: string[] = [];
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (words.length === maxWords) throw new UsageError(`unexpected ${token.value}`);
      words.push(token.value);
    }
    if (token.kind !== 'option') continue;
    const option = options[token.name];
    if (option === undefined) {
      const names = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(
        `unknown option ${token.rawName}${closest(token.rawName, names)}; there are ${names.join(', ')}`,
      );
    }
    if (option.type === 'string' && (token.value ?? '') === '') throw new UsageError(`${token.rawName} needs a value`);
    if (option.type === 'boolean' && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
    if (seen.has(token.name) && option.multiple !== true) throw new UsageError(`${token.rawName} is there twice`);
    seen.add(token.name);
  }
  return { flags: values, words, rest: end === -1 ? [] : args.slice(end + 1) };
}

/** The value of a flag that is given once; absent when it is not. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a flag that may be given more than once. */
export function textFlags(flags: Flags, name: string): readonly string[] {
  const value = flags[name];
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((one) => typeof one === 'string');
}

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { closest } from '../closest.ts';
import { UsageError } from './command.ts';

/** What was given for each flag. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads the flags of a command. What follows `--` is in `rest`; nothing else may stand alone.
 *
 * @throws {UsageError} naming what is not known, or lacks its value.
 */
export function readArguments(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
): { readonly flags: Flags; readonly rest: readonly string[] } {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const { values, tokens } = parseArgs({ args: [...own], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`unexpected ${token.value}`);
    if (token.kind !== 'option') continue;
    const option = options[token.name];
    if (option === undefined) {
      const names = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(
        `unknown option ${token.rawName}${closest(token.rawName, names)}; there are ${names.join(', ')}`,
      );
    }
    if (option.type === 'string' && token.value === undefined) throw new UsageError(`${token.rawName} needs a value`);
    if (option.type === 'boolean' && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
  }
  return { flags: values, rest: end === -1 ? [] : args.slice(end + 1) };
}

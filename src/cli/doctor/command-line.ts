import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fields, text } from '../../narrow.ts';

/** The one line as flags of Node. */
export const LINE: readonly string[] = ['--import', 'taskmeter/register'];

/** Whether a command, or the environment, has taskmeter loaded ahead of the program. */
export function isPreloaded(command: readonly string[], nodeOptions: string): boolean {
  return /(?:--import|--require|-r)[ =]\S*taskmeter/.test(`${command.join(' ')} ${nodeOptions}`);
}

/**
 * The command by which the program is run when only its file is known: as a script of package.json starts it with taskmeter,
 * else as plain `node file`.
 */
export function commandFor(file: string, cwd: string): string[] {
  const script = scriptsAbove(resolve(cwd, dirname(file))).find(
    (line) => line.includes(basename(file)) && isPreloaded([line], ''),
  );
  const [, flag, module] = /(--import|--require|-r)[ =](\S*taskmeter[\w./-]*)/.exec(script ?? '') ?? [];
  return ['node', ...(flag === undefined || module === undefined ? [] : [flag, module]), file];
}

/** The scripts of the nearest package.json. */
function scriptsAbove(folder: string): string[] {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return dirname(folder) === folder ? [] : scriptsAbove(dirname(folder));
  try {
    const { scripts } = fields(JSON.parse(readFileSync(manifest, 'utf8')));
    return Object.values(fields(scripts)).flatMap((script) => text(script) ?? []);
  } catch {
    return [];
  }
}

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fields, text } from '../narrow.ts';
import { isBundled, requireFromHere } from '../here.ts';
import type { Provider } from '../providers/provider.ts';
import { guard } from './guard.ts';
import type { Modules } from './modules.ts';

/**
 * A program of ES modules that imports us on its first line has had all its imports linked before that line runs, and no
 * loader hook sees them again. Their classes can still be had, since a file has one instance however it is asked for, and
 * patching a prototype needs no hook. So in such a program, and only there, the files of the client libraries that the
 * program's package.json names are asked for here, before the program's own first statement. CommonJS builds need none of
 * this: they are loaded when they are required.
 */
export function rescueLinked(providers: readonly Provider[], modules: Modules): void {
  guard('module.loaded', () => {
    const program = process.argv[1];
    if (program === undefined || isBundled || requireFromHere.main !== undefined || isPreloaded()) return;
    for (const { folder, provider } of dependencies(program, providers)) {
      // openai 4 lets a program choose its shims before the library is first loaded; then it is left to load in its own time.
      const isInstant = !existsSync(join(folder, '_shims'));
      const extensions = manifestIn(folder)['type'] === 'module' ? ['mjs', 'js'] : ['mjs'];
      for (const { file } of provider.targets) {
        const path = extensions.map((extension) => join(folder, `${file}.${extension}`)).find(existsSync);
        if (path !== undefined) take(path, isInstant, modules);
      }
    }
  });
}

function take(path: string, isInstant: boolean, modules: Modules): void {
  if (isInstant) modules.loaded(path, requireFromHere(path));
  else {
    import(pathToFileURL(path).href).then(
      (exports: unknown) => modules.loaded(path, exports),
      () => {},
    );
  }
}

/** Whether we run ahead of the program: `--import taskmeter/register`, or a file of the program's own that leads to us. */
function isPreloaded(): boolean {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  return flags.some((flag, i) => {
    const [name, inline] = flag.split('=', 2);
    if (name !== '--import' && name !== '--require' && name !== '-r') return false;
    const module = inline ?? flags[i + 1] ?? '';
    return module.includes('taskmeter') || /^(?:\.|file:)/.test(module) || isAbsolute(module);
  });
}

function* dependencies(
  program: string,
  providers: readonly Provider[],
): Generator<{ readonly folder: string; readonly provider: Provider }> {
  const roots = createRequire(pathToFileURL(program)).resolve.paths('x') ?? [];
  for (const [name, version] of Object.entries(declared(dirname(program)))) {
    const provider = providers.find(
      ({ module }) => name === module || text(version)?.startsWith(`npm:${module}@`) === true,
    );
    const found = roots.map((root) => join(root, name)).find((folder) => existsSync(join(folder, 'package.json')));
    if (provider !== undefined && found !== undefined) yield { folder: realpathSync(found), provider };
  }
}

/** What the package that the program belongs to depends on, by name. */
function declared(folder: string): Readonly<Record<string, unknown>> {
  if (existsSync(join(folder, 'package.json'))) {
    const { dependencies: own, devDependencies, peerDependencies } = manifestIn(folder);
    return { ...fields(peerDependencies), ...fields(devDependencies), ...fields(own) };
  }
  return dirname(folder) === folder ? {} : declared(dirname(folder));
}

function manifestIn(folder: string): Readonly<Record<string, unknown>> {
  return fields(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

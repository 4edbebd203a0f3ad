import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Copy } from './evidence.ts';
import { readCopy } from './loaded.ts';

/** More folders than an application has; whoever has more is answered from the first ones. */
const MAX_FOLDERS = 20_000;

/**
 * The packages of interest that are installed for the program in `folder`: in its node_modules and those of the folders above,
 * and within other packages. Each copy once; those that the program itself would get come first.
 */
export function installedCopies(folder: string, isWanted: (name: string) => boolean): Copy[] {
  const found = new Map<string, Copy>();
  const queue: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    queue.push(join(at, 'node_modules'));
    if (dirname(at) === at) break;
  }
  const seen = new Set<string>();
  for (let modules = queue.shift(); modules !== undefined && seen.size < MAX_FOLDERS; modules = queue.shift()) {
    for (const { name, path } of packagesIn(modules)) {
      const real = realpathSync(path);
      if (seen.has(real)) continue;
      seen.add(real);
      if (isWanted(name)) {
        const copy = readCopy(real);
        if (copy !== undefined) found.set(real, copy);
      }
      queue.push(join(real, 'node_modules'));
    }
    // Where pnpm keeps what nobody asked for directly.
    for (const { path } of packagesIn(join(modules, '.pnpm'))) queue.push(join(path, 'node_modules'));
  }
  return [...found.values()];
}

function packagesIn(modules: string): { readonly name: string; readonly path: string }[] {
  return namesIn(modules).flatMap((name) => {
    if (!name.startsWith('@')) return [{ name, path: join(modules, name) }];
    return namesIn(join(modules, name)).map((inner) => ({
      name: `${name}/${inner}`,
      path: join(modules, name, inner),
    }));
  });
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

import Module, { register } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { here, isBundled, requireFromHere } from '../here.ts';
import { guard } from './guard.ts';
import type { Modules } from './modules.ts';
import { reporting, setReport } from './module-report.ts';
import { replaceMethod, type Undo } from './replace.ts';

/** Tells `modules` of every file the process has loaded or will load that may be a target. */
export function watchLoading(modules: Modules): Undo {
  // A bundle imports what it has inside itself.
  const undos = isBundled ? [watchRequire(modules)] : [watchRequire(modules), watchImport(modules)];
  return () => {
    for (const undo of undos) undo();
  };
}

/**
 * `Module.prototype.load` runs a CommonJS file once, whoever asked for it: `require`, `createRequire`, or an `import` of
 * CommonJS. The exports are looked at and not replaced, so nothing has to stand between `require` and its result.
 */
function watchRequire(modules: Modules): Undo {
  for (const [path, loaded] of Object.entries(requireFromHere.cache)) {
    if (loaded?.loaded === true) modules.loaded(path, loaded.exports);
  }
  return replaceMethod(Module.prototype, 'load', (load) => {
    return function (this: unknown, ...args) {
      const result = load.apply(this, args);
      const { filename, exports } = this as NodeJS.Module;
      modules.loaded(filename, exports);
      if (!hasSyncHooks(process.versions.node) && types.isModuleNamespaceObject(exports)) takeGraph(filename, modules);
      return result;
    };
  });
}

/**
 * No loader thread sees an ES module that is required, nor what it imports. By now that has been loaded, and a file has one
 * instance however it is asked for.
 */
function takeGraph(entry: string, modules: Modules): void {
  guard('module.loaded', () => {
    for (const file of modules.filesOfPackage(entry)) {
      if (file === entry || taken.has(file)) continue;
      taken.add(file);
      modules.loaded(file, requireFromHere(file));
    }
  });
}

/** Files that `takeGraph` has asked for, each of which leads to it again. */
const taken = new Set<string>();

/**
 * Files of the module graph. Synchronous hooks are in working order from the releases on that let a CommonJS file through as it is
 * (nodejs/node#59929); before, a loader thread puts the line in, which can be started once and not be taken back.
 */
function watchImport(modules: Modules): Undo {
  for (const [url, exports] of imported) modules.loaded(fileURLToPath(url), exports);
  setReport((url, exports) => {
    imported.set(url, exports);
    modules.loaded(fileURLToPath(url), exports);
  });
  const { pattern } = modules;
  const isHooked = hasSyncHooks(process.versions.node);
  // Jest has no such hooks; what is given to instrument() is observed all the same.
  const hooks = isHooked
    ? guard('module.loaded', () =>
        Module.registerHooks({ load: (url, context, next) => reporting(url, next(url, context), pattern) }),
      )
    : undefined;
  if (!isHooked && !isThreadStarted) {
    isThreadStarted = true;
    register(new URL(`./loader-hook${extname(here)}`, new URL('./patch/', here)), { data: pattern });
  }
  return () => {
    hooks?.deregister();
    setReport(undefined);
  };
}

/** What has been seen of the module graph, for who is enabled again: such a file runs once. */
const imported = new Map<string, unknown>();

let isThreadStarted = false;

function hasSyncHooks(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const since: Readonly<Record<number, readonly [number, number]>> = { 22: [22, 3], 24: [11, 1], 25: [1, 0] };
  const [fromMinor, fromPatch] = since[major] ?? [Infinity, 0];
  return major >= 26 || minor > fromMinor || (minor === fromMinor && patch >= fromPatch);
}

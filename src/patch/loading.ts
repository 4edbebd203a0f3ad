import Module, { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Hooks from 'import-in-the-middle';
import type * as SyncHooks from 'import-in-the-middle/register-hooks.mjs';
import { here, isBundled, requireFromHere } from '../here.ts';
import type { Modules } from './modules.ts';
import { replaceMethod, type Undo } from './replace.ts';

let loaderRegistered = false;

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
      return result;
    };
  });
}

/** Files of the module graph, through import-in-the-middle; its loader can be registered once and not be taken back. */
function watchImport(modules: Modules): Undo {
  const hook = (url: string, exports: unknown): void => {
    if (url.startsWith('file:')) modules.loaded(fileURLToPath(url), exports);
  };
  const { addHook, removeHook } = requireFromHere('import-in-the-middle') as typeof Hooks;
  if (!loaderRegistered) {
    loaderRegistered = true;
    const include = [modules.pattern];
    const { register: registerSync, supportsSyncHooks } = requireFromHere(
      'import-in-the-middle/register-hooks.mjs',
    ) as typeof SyncHooks;
    if (supportsSyncHooks()) {
      registerSync({ include });
      keepBuiltins();
    } else {
      register('import-in-the-middle/hook.mjs', here, { data: { include } });
    }
  }
  addHook(hook);
  return () => removeHook(hook);
}

/**
 * What is resolved without a parent, import-in-the-middle 3.6 takes for the program and says it is CommonJS. `--require` with
 * `--eval` resolves a built-in module that way, which Node then looks for on the disk.
 */
function keepBuiltins(): void {
  Module.registerHooks({
    resolve(specifier, context, next) {
      const result = next(specifier, context);
      return result.format === 'commonjs' && result.url.startsWith('node:') ? { ...result, format: 'builtin' } : result;
    },
  });
}

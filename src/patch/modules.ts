import { existsSync, readFileSync } from 'node:fs';
import { fields, isObject, text } from '../narrow.ts';
import type { Hooks, Provider, Target } from '../providers/provider.ts';
import { guard } from './guard.ts';
import { inRange } from './range.ts';

/** One copy of a client library's package that a file was loaded from. */
export interface LoadedPackage {
  /** Absolute path of the package's folder. */
  readonly folder: string;
  /** By its own package.json, whatever the folder is called: `openai` under an npm alias too. */
  readonly module: string;
  readonly version: string;
  /** False when the version is outside the provider's range, and its calls are not observed. */
  readonly supported: boolean;
}

/** The files of client libraries, as they are loaded. */
export interface Modules {
  /** The paths that can be a target file, to spare loaders every other one: matched against a file's URL or path. */
  readonly pattern: RegExp;
  /** Takes a file that has been loaded and puts the observers in place when it is one of a provider's targets. */
  loaded(path: string, exports: unknown): void;
  /** The target files of the client library that a `.js` file belongs to; none when it is of another package. */
  filesOfPackage(path: string): readonly string[];
  packages(): readonly LoadedPackage[];
}

export function observeModules(providers: readonly Provider[], hooks: Hooks): Modules {
  const targets = providers.flatMap((provider) => provider.targets.map((target) => ({ provider, target })));
  const pattern = patternOf(targets.map(({ target }) => target));
  const packages = new Map<string, LoadedPackage | undefined>();
  const patched = new WeakMap<object, Set<Target>>();

  const packageAt = (folder: string): LoadedPackage | undefined => {
    if (!packages.has(folder)) packages.set(folder, readPackage(folder, providers));
    return packages.get(folder);
  };

  const load = (path: string, exports: object): void => {
    const file = path.replaceAll('\\', '/').replace(/\.[cm]?js$/, '');
    for (const { provider, target } of targets) {
      if (!file.endsWith(`/${target.file}`)) continue;
      const found = packageAt(file.slice(0, -target.file.length - 1));
      if (found?.module !== provider.module || !found.supported) continue;
      const done = patched.get(exports) ?? new Set();
      if (done.has(target)) continue;
      patched.set(exports, done.add(target));
      target.patch(exports as Readonly<Record<string, unknown>>, hooks);
    }
  };

  return {
    pattern,
    loaded(path, exports) {
      guard('module.loaded', () => {
        if (pattern.test(path.replaceAll('\\', '/')) && isObject(exports)) load(path, exports);
      });
    },
    filesOfPackage(path) {
      const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/.*\.js$)/.exec(path.replaceAll('\\', '/')) ?? [];
      const found = folder === undefined ? undefined : packageAt(folder);
      if (found?.supported !== true) return [];
      return targets
        .filter(({ provider }) => provider.module === found.module)
        .map(({ target }) => `${folder}/${target.file}.js`)
        .filter((file) => existsSync(file));
    },
    packages: () => [...packages.values()].filter((found) => found !== undefined),
  };
}

function patternOf(targets: readonly Target[]): RegExp {
  const literally = (words: string): string => words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const files = targets.map(({ file, within }) =>
    within === undefined ? literally(file) : `[^/]*${literally(within)}[^/]*/${literally(file)}`,
  );
  return new RegExp(String.raw`/node_modules/(?:.+/)?(?:${[...new Set(files)].join('|')})\.[cm]?js$`);
}

function readPackage(folder: string, providers: readonly Provider[]): LoadedPackage | undefined {
  const path = `${folder}/package.json`;
  // A file whose path ends like a target's, deeper in a package.
  if (!existsSync(path)) return undefined;
  const manifest = fields(JSON.parse(readFileSync(path, 'utf8')));
  const module = text(manifest['name']);
  const version = text(manifest['version']);
  const provider = providers.find((candidate) => candidate.module === module);
  if (module === undefined || version === undefined || provider === undefined) return undefined;
  return { folder, module, version, supported: inRange(version, provider.versions) };
}

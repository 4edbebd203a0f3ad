import { globSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The versions of a package that stand in a folder, one for each copy. */
export function copiesIn(folder: string, name: string): readonly string[] {
  const everywhere = `**/node_modules/${name}/package.json`;
  const found = globSync([everywhere, `node_modules/.pnpm/${everywhere}`], { cwd: folder }).map(
    (path) => `${folder}/${path}`,
  );
  // What pnpm links to is a copy; the links are not.
  return [...new Set(found.map((path) => realpathSync(path)))].map(versionIn);
}

/** The versions of OpenTelemetry's API that the application, this package and its SDK get, one for each copy. */
export function apisReachedIn(folder: string): readonly string[] {
  const taskmeter = createRequire(realpathSync(`${folder}/node_modules/taskmeter/package.json`));
  const sdk = createRequire(realpathSync(taskmeter.resolve('@opentelemetry/sdk-node')));
  const reached = [createRequire(`${folder}/`), taskmeter, sdk].flatMap((require) => {
    try {
      const main = realpathSync(require.resolve(api));
      return [`${main.slice(0, main.lastIndexOf(`/${api}/`))}/${api}/package.json`];
    } catch {
      // With pnpm an application that did not install it has none.
      return [];
    }
  });
  return [...new Set(reached)].map(versionIn);
}

const api = '@opentelemetry/api';

function versionIn(path: string): string {
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version;
}

/**
 * Installs the libraries that tests work with in other versions than this repository's own (`test/sdks`) when they are
 * missing or not those of the lock files. Run by `npm test` before the tests, which run side by side.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.ts';

const root = fileURLToPath(new URL('../test/sdks', import.meta.url));

/** Where the client libraries are installed, under their aliases: `openai-7-newest`. */
export const sdksFolder: string = `${root}/node_modules`;

/** Where the ends of the supported range of OpenTelemetry are installed, each with its API, apart: both want the same names. */
export const otelFolders: Readonly<Record<'2-oldest' | '3-newest', string>> = {
  '2-oldest': `${root}/otel-2-oldest/node_modules`,
  '3-newest': `${root}/otel-3-newest/node_modules`,
};

/** Where other telemetry that applications have is installed, with the SDK that it stands on. */
export const besideFolders: Readonly<Record<'2' | '3', string>> = {
  '2': `${root}/beside/node_modules`,
  '3': `${root}/beside-3/node_modules`,
};

/**
 * Makes what is installed in `test/sdks` what the lock files say; does nothing when it is.
 * @throws {Error} when npm fails.
 */
export function installSdks(): void {
  const others = [...Object.values(otelFolders), ...Object.values(besideFolders)].map((modules) => dirname(modules));
  for (const folder of [root, ...others]) installPackages(folder);
}

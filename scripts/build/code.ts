/**
 * Writes the package's code: one file for each way in, and what they share beside them. Node takes most of a millisecond to find
 * and read a module, and ours would be over a hundred at every start of an application. The types keep a file a source.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const source = join(root, 'src');
const target = join(root, 'dist');

/** What is loaded by its path: by the package's manifest, or with a URL by other code of ours. */
const entries = [
  'index',
  'register',
  'cli',
  'cli/doctor/probe',
  'exit/flush-worker',
  'patch/loader-hook',
  'inert/index',
  'inert/register',
];

rmSync(join(target, 'shared'), { recursive: true, force: true });
await build({
  entryPoints: [...entries, 'here'].map((entry) => join(source, `${entry}.ts`)),
  outdir: target,
  outbase: source,
  chunkNames: 'shared/[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  plugins: [keepHere()],
});

/** `here.ts` tells where our files are, and whether they are ours or part of the application's bundle; so it stays a file. */
function keepHere(): Plugin {
  return {
    name: 'here',
    setup(builder) {
      builder.onResolve({ filter: /\/here\.ts$/ }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: '#here', external: true },
      );
    },
  };
}

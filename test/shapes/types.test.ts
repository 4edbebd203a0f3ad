import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, suite, test } from 'node:test';
import { installSdks, sdksFolder } from '../../scripts/sdks.ts';
import { repository } from '../support/built.ts';
import { installPacked, type PackedPackage } from '../support/packed.ts';

/** A user's project: the kind of its package, and the options that decide how its compiler finds ours. */
interface Project {
  readonly type: 'module' | 'commonjs';
  readonly options: Readonly<Record<string, unknown>>;
}

const node16 = { module: 'node16' };
const nodenext = { module: 'nodenext' };
const bundler = { module: 'esnext', moduleResolution: 'bundler' };

const compilers: readonly { name: string; tsc: string; projects: readonly Project[] }[] = [
  {
    name: 'TypeScript 7',
    tsc: fileURLToPath(import.meta.resolve('typescript/package.json')).replace('package.json', 'bin/tsc'),
    projects: [
      ...(['module', 'commonjs'] as const).flatMap((type) =>
        [node16, nodenext, bundler].map((options) => ({ type, options })),
      ),
      { type: 'module', options: { ...bundler, customConditions: ['browser'] } },
    ],
  },
  {
    name: 'TypeScript 5',
    tsc: `${sdksFolder}/typescript-5/bin/tsc`,
    projects: [
      { type: 'commonjs', options: node16 },
      { type: 'module', options: bundler },
      // TypeScript 7 knows it no more.
      { type: 'commonjs', options: { module: 'commonjs', moduleResolution: 'node10' } },
    ],
  },
];

let installed: PackedPackage;
before(() => {
  installSdks();
  installed = installPacked();
});
after(() => installed.remove());

for (const { name: compiler, tsc, projects } of compilers) {
  suite(`${compiler} takes the types of the packed package`, () => {
    for (const [i, { type, options }] of projects.entries()) {
      test(`in a package of type ${type} with ${JSON.stringify(options)}`, () => {
        const folder = `${installed.folder}/${compiler.replace(' ', '-').toLowerCase()}-${i}`;
        mkdirSync(folder);
        cpSync(`${repository}/test/shapes/apps/consumer.ts`, `${folder}/consumer.ts`);
        writeFileSync(`${folder}/package.json`, JSON.stringify({ type }));
        const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
        // The types of Node are OpenTelemetry's wish.
        const node = { types: ['node'], typeRoots: [`${repository}/node_modules/@types`] };
        const compilerOptions = { ...strict, ...node, target: 'es2022', ...options };
        writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
        const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8' });
        assert.deepEqual({ status, stdout }, { status: 0, stdout: '' });
      });
    }
  });
}

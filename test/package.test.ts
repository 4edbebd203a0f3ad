import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { VERSION } from '../src/version.ts';
import { repository } from './support/built.ts';
import { runNode } from './support/child.ts';
import { installPacked, pack, type Packed, type PackedPackage, run } from './support/packed.ts';

interface Manifest {
  readonly version: string;
  readonly main?: string;
  readonly types?: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

let folder: string;
let packed: Packed;
let installed: PackedPackage;
const manifest = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8')) as Manifest;

before(() => {
  installed = installPacked();
  ({ folder, packed } = installed);
});
after(() => installed.remove());

suite('the package', () => {
  test('holds what was built, the licence, the pages that it refers to, and nothing else', (context) => {
    const elsewhere = packed.files
      .map(({ path }) => path)
      .filter((path) => !/^dist\/.+\.(?:js|d\.ts)$|^docs\/[a-z-]+\.md$/.test(path))
      .toSorted();
    const commonjs = ['index.cjs', 'index.d.cts', 'register.cjs', 'register.d.cts'].map((name) => `commonjs/${name}`);
    assert.deepEqual(elsewhere, ['LICENSE', 'README.md', ...commonjs, 'package.json']);
    const pages = readdirSync(`${repository}/docs`).filter((name) => name.endsWith('.md'));
    assert.deepEqual(
      packed.files.flatMap(({ path }) => (path.startsWith('docs/') ? [path] : [])).toSorted(),
      pages.map((name) => `docs/${name}`).toSorted(),
    );
    const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
    context.diagnostic(`packed ${kilobytes(packed.size)}, unpacked ${kilobytes(packed.unpackedSize)}`);
    assert.ok(packed.size < 1_000_000);
    assert.ok(packed.unpackedSize < 2_000_000);
  });

  test('is built when it is packed, without what an earlier build left', () => {
    const clone = `${folder}/clone`;
    mkdirSync(`${clone}/dist`, { recursive: true });
    writeFileSync(`${clone}/dist/moved-since.js`, '');
    const sources = [
      'package.json',
      'tsconfig.json',
      'tsconfig.build.json',
      'src',
      'commonjs',
      'scripts/build/code.ts',
    ];
    for (const name of sources) {
      cpSync(`${repository}/${name}`, `${clone}/${name}`, { recursive: true });
    }
    symlinkSync(`${repository}/node_modules`, `${clone}/node_modules`);
    const built = pack(clone, clone, []).files.map(({ path }) => path);
    const expected = packed.files.map(({ path }) => path).filter((path) => path.startsWith('dist/') && hasSource(path));
    assert.deepEqual(built.filter((path) => path.startsWith('dist/')).toSorted(), expected.toSorted());
  });

  test('depends on OpenTelemetry and a YAML reader', () => {
    assert.deepEqual(Object.keys(manifest.dependencies), [
      '@opentelemetry/instrumentation-http',
      '@opentelemetry/instrumentation-undici',
      '@opentelemetry/sdk-node',
      'yaml',
    ]);
    assert.deepEqual(Object.keys(manifest.peerDependencies), ['@opentelemetry/api', '@opentelemetry/sdk-node']);
    // `npm install --save-dev` of anything writes the peer's range over it, and npm then installs an SDK 3 beside an API 1.9.
    assert.equal(manifest.dependencies['@opentelemetry/sdk-node'], '0.203.0 - 0.220.0');
  });

  test('tells its types to who does not read exports: TypeScript for CommonJS up to version 5, unless told to', () => {
    const { main, types } = manifest;
    const { default: imported } = manifest.exports['.'] as { readonly default: unknown };
    assert.deepEqual(imported, { types, default: main });
  });

  test('runs nothing when it is installed', () => {
    const hooks = Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$/.test(name));
    assert.deepEqual(hooks, []);
  });

  test('knows its version', () => {
    assert.equal(VERSION, manifest.version);
  });

  const names = [
    'ConfigError',
    'currentTask',
    'flush',
    'instrument',
    'joinTask',
    'outcome',
    'price',
    'reportOutcome',
    'task',
    'taskmeter',
    'tool',
  ];
  test('gives import and require the same instance with the same names', async () => {
    const program = `
      import { createRequire } from 'node:module';
      import * as imported from 'taskmeter';
      const required = createRequire(import.meta.url)('taskmeter');
      console.log(JSON.stringify([Object.keys(imported), names(required), required.task === imported.task]));
      function names(module) { return Object.keys(module).filter((name) => name !== '__esModule'); }
    `;
    const ended = await runNode(['--input-type=module', '--eval', program], { cwd: folder });
    assert.deepEqual(
      { stdout: ended.stdout, stderr: ended.stderr },
      { stdout: `${JSON.stringify([names, names, true])}\n`, stderr: '' },
    );
  });

  test('does not load the SDK for who only wants task()', async () => {
    const program = `
      const { task } = require('taskmeter');
      const loaded = Object.keys(require.cache).filter((path) => /@opentelemetry.(?!api.)/.test(path));
      console.log(task({ type: 'job' }, () => 'done'), loaded.length);
    `;
    const ended = await runNode(['--eval', program], { cwd: folder });
    assert.deepEqual({ stdout: ended.stdout, stderr: ended.stderr }, { stdout: 'done 0\n', stderr: '' });
  });

  test('starts by the one line', async () => {
    const program = `console.log(typeof process.env.ANTHROPIC_OPEN_TELEMETRY)`;
    for (const flag of ['--import', '--require']) {
      const ended = await runNode([flag, 'taskmeter/register', '--eval', program], {
        cwd: folder,
        env: { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
      });
      assert.deepEqual(
        { code: ended.code, stdout: ended.stdout, stderr: ended.stderr },
        { code: 0, stdout: 'string\n', stderr: '' },
      );
    }
  });
});

/** By docs/adr/0007-runtime-dependencies.md. Nothing is downloaded: npm only says what it would install. */
suite('npm installs one copy of the API and of the SDK', () => {
  const sdk = '@opentelemetry/sdk-node';
  for (const { has, api, sdkNode } of [
    { has: {}, api: '1.9.1', sdkNode: '0.220.0' },
    { has: { [sdk]: '0.203.0' }, api: '1.9.1', sdkNode: '0.203.0' },
    { has: { [sdk]: '0.223.0' }, api: '1.9.1', sdkNode: '0.223.0' },
    { has: { [sdk]: '0.301.0' }, api: '1.10.0', sdkNode: '0.301.0' },
    // Its optional peers are of SDK 2.9 alone.
    { has: { '@mistralai/mistralai': '2.7.0' }, api: '1.9.1', sdkNode: '0.220.0' },
  ]) {
    const [there] = Object.entries(has);
    test(there === undefined ? 'in an empty folder' : `beside ${there.join('@')}`, () => {
      const app = mkdtempSync(`${folder}/app-`);
      writeFileSync(
        `${app}/package.json`,
        JSON.stringify({ private: true, dependencies: { ...has, taskmeter: `file:../${packed.filename}` } }),
      );
      const flags = ['--package-lock-only', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
      run('npm', ['install', ...flags], app);
      const lock = JSON.parse(readFileSync(`${app}/package-lock.json`, 'utf8')) as Lock;
      const versions = (name: string): string[] =>
        Object.entries(lock.packages)
          .filter(([path]) => path.endsWith(`node_modules/${name}`))
          .map(([, { version }]) => version);
      assert.deepEqual([versions('@opentelemetry/api'), versions(sdk)], [[api], [sdkNode]]);
    });
  }
});

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** What ways into the package share, the build gives names of its own. */
function hasSource(path: string): boolean {
  if (path.startsWith('dist/shared/')) return true;
  return existsSync(`${repository}/${path.replace(/^dist/, 'src').replace(/(?:\.d)?\.[jt]s$/, '.ts')}`);
}

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { build, type BuildOptions } from 'esbuild';
import { repository } from '../support/built.ts';
import type { Ended } from '../support/child.ts';
import type { ReceivedSpan } from '../support/otlp-receiver.ts';
import { startSurroundings, type Surroundings } from '../support/surroundings.ts';

const APPS = `${repository}/test/shapes/apps`;
const LINE = ['--import', 'taskmeter/register'];

let around: Surroundings;
let folder: string;
/** What is seen of the application when its client libraries are loaded as files. */
let expected: readonly unknown[];

before(async () => {
  around = await startSurroundings();
  // Inside the repository, where `taskmeter` and its packages are found beside the bundle.
  mkdirSync(`${repository}/.cache`, { recursive: true });
  folder = mkdtempSync(`${repository}/.cache/bundle-`);
  const ended = await run([...LINE, `${APPS}/bundled.mjs`]);
  assert.deepEqual(output(ended), { code: 0, stdout: 'true 15\n', stderr: '' });
  expected = told();
  assert.equal(expected.length, 16);
});
after(async () => {
  await around.close();
  rmSync(folder, { recursive: true });
});

suite('a program whose client libraries are bundled and minified', () => {
  test('is not observed without instrument(), and says so', async () => {
    const file = await bundle({ format: 'esm', external: ['taskmeter'] });
    const { stderr } = await run([...LINE, file], { INSTRUMENT: 'no' });
    assert.deepEqual(
      told().map((span) => (span as ReceivedSpan).name),
      ['task bundled'],
    );
    assert.match(
      stderr,
      /^taskmeter: a request to a model at [^\n]+ in a bundled program with instrument\(client\)[^\n]+\n$/,
    );
  });

  for (const format of ['esm', 'cjs'] as const) {
    for (const [where, external] of [
      ['beside it', ['taskmeter']],
      ['in it, too', []],
    ] as const) {
      test(`is observed like one whose are not, in format ${format}, with taskmeter ${where}`, async () => {
        const file = await bundle({ format, external: [...external] });
        const ended = await run([...LINE, file]);
        assert.deepEqual(output(ended), { code: 0, stdout: 'true 15\n', stderr: '' });
        assert.deepEqual(told(), expected);
      });
    }
  }
});

test('taskmeter/register may be bundled, too, where its packages are beside the bundle', async () => {
  const contents = `import 'taskmeter/register'; import './bundled.mjs';`;
  const file = await bundle({
    format: 'cjs',
    entryPoints: [],
    stdin: { contents, resolveDir: APPS },
    ignoreAnnotations: true,
  });
  assert.deepEqual(output(await run([file])), { code: 0, stdout: 'true 15\n', stderr: '' });
  assert.deepEqual(told(), expected);
});

suite('a program that is one file, where nothing else is installed', () => {
  let alone: string;
  before(() => {
    alone = mkdtempSync(`${tmpdir()}/taskmeter-alone-`);
  });
  after(() => rmSync(alone, { recursive: true }));

  for (const format of ['esm', 'cjs'] as const) {
    test(`is observed with the SDK and taskmeter in it, in format ${format}`, async () => {
      const file = await bundle({ ...oneFile, format }, alone);
      const ended = await run([file]);
      assert.deepEqual(output(ended), { code: 0, stdout: 'true 15\n', stderr: '' });
      assert.deepEqual(told(), expected);
    });
  }

  test('is observed by instrument() alone, whatever SDK it has', async () => {
    const ended = await run([await bundle({ ...oneFile, format: 'cjs' }, alone)], { PARTS: 'no' });
    assert.deepEqual(output(ended), { code: 0, stdout: 'true 15\n', stderr: '' });
    assert.deepEqual(told(), expected);
  });

  test('is told when nobody takes its spans', async () => {
    const { stderr, ...ended } = await run([await bundle({ format: 'cjs' }, alone)]);
    assert.deepEqual([ended.code, ended.stdout, told()], [0, 'true 15\n', []]);
    assert.match(
      stderr,
      /^taskmeter: instrument\(\) observes calls, and there is nobody to take their spans: [^\n]+\n$/,
    );
  });
});

/** The applications belong to this package by their place, which tells bundlers that its files do nothing by themselves. */
const oneFile = { entryPoints: [`${APPS}/one-file.mjs`], ignoreAnnotations: true };

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return around.run('openai', args, env);
}

async function bundle(options: BuildOptions, into: string = folder): Promise<string> {
  const file = `${into}/app.${options.format === 'cjs' ? 'cjs' : 'mjs'}`;
  await build({
    entryPoints: [`${APPS}/bundled.mjs`],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    tsconfigRaw: '{}',
    logLevel: 'error',
    // As esbuild wants it for packages that are CommonJS.
    ...(options.format === 'esm' && {
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
    ...options,
  });
  return file;
}

function output({ code, stdout, stderr }: Ended): object {
  return { code, stdout, stderr };
}

/** The spans, without what differs from one run to the next. */
function told(): readonly unknown[] {
  return around.receiver
    .spans()
    .filter(({ scope }) => scope === 'taskmeter')
    .map(steady);
}

function steady({ name, kind, status, attributes, events }: ReceivedSpan): unknown {
  const kept = Object.entries(attributes).filter(([key]) => !/task\.id|time_to_first|_ms$|rollup\.instance/.test(key));
  return { name, kind, status, attributes: Object.fromEntries(kept), events: events.map((event) => event.name) };
}

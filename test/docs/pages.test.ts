/**
 * The pages a stranger begins with, followed to the letter: files are saved, commands run, and what they print compared with
 * what the page says. The packages are the packed one and this repository's; models and back ends are on loopback.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { installSdks } from '../../scripts/sdks.ts';
import { fields, list } from '../../src/narrow.ts';
import { build, repository } from '../support/built.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';
import { pack } from '../support/packed.ts';
import { contextHeaders } from '../support/run-record.ts';
import { fragmentFiles, importsOf } from './fragment.ts';
import { type Block, readPage, type Section } from './page.ts';
import { createSandbox, packagesIn, type Printed, type Sandbox } from './sandbox.ts';
import { assertArrived, toReceiver } from './vendor.ts';

installSdks();

const PAGES = [
  'README.md',
  'docs/getting-started.md',
  'docs/existing-stacks.md',
  'docs/blind-spots.md',
  'docs/privacy.md',
  'docs/price-command.md',
  'docs/prices.md',
];

let folder: string;
let tarball: string;
let openai: FakeProvider;
let anthropic: FakeProvider;
let receiver: OtlpReceiver;

before(async () => {
  build();
  folder = mkdtempSync(`${tmpdir()}/taskmeter-docs-package-`);
  tarball = `${folder}/${pack(folder).filename}`;
  [openai, anthropic, receiver] = await Promise.all([startFakeProvider(), startFakeProvider(), startOtlpReceiver()]);
});
after(async () => {
  await Promise.all([openai.close(), anthropic.close(), receiver.close()]);
  rmSync(folder, { recursive: true });
});

for (const page of PAGES) {
  suite(page, () => {
    const [preamble, ...sections] = readPage(page);
    const shared = preamble?.blocks.filter(isPreparation) ?? [];
    for (const section of [...(preamble === undefined ? [] : [preamble]), ...sections]) {
      if (section.blocks.every((block) => block.notRun !== undefined || isPipeline(block))) continue;
      test(`${section.heading ?? 'what comes first'}: works as it says`, async () => {
        await follow({ ...section, blocks: [...(section === preamble ? [] : shared), ...section.blocks] });
      });
    }
  });
}

/** Saving a file or installing, as opposed to what is to be seen then. */
function isPreparation({ language, file, text }: Block): boolean {
  return (
    file !== undefined || (language === 'sh' && packagesIn(text).length > 0 && text.trimEnd().split('\n').length === 1)
  );
}

async function follow({ blocks }: Section): Promise<void> {
  const run = blocks.filter(({ notRun }) => notRun === undefined);
  const packages = run.flatMap((block) =>
    block.language === 'sh' ? packagesIn(block.text) : isFragment(block) ? importsOf(block.text) : [],
  );
  const sandbox = createSandbox(tarball, packages);
  try {
    if (speaksOfReadersOwn(run)) {
      sandbox.write('app.js', READERS_OWN);
      await sandbox.shell('npm install openai', {});
    }
    let printed: Printed | undefined;
    for (const block of run) {
      if (block.file !== undefined) {
        sandbox.write(block.file, block.text);
        if (block.file === MANIFEST) assertPartOfOurs(block);
      } else if (block.language === 'sh') {
        printed = await shell(sandbox, block);
      } else if (block.language === 'text') {
        assert.ok(printed, `${block.at}: nothing has been run that could have printed this`);
        assertPrinted(printed, block);
      } else if (isFragment(block)) {
        await runFragment(sandbox, block);
      } else {
        assert.ok(isPipeline(block), `${block.at}: nobody runs this; <!-- not run: why --> before it would say why`);
      }
    }
  } finally {
    sandbox.remove();
  }
}

function speaksOfReadersOwn(blocks: readonly Block[]): boolean {
  return blocks.some(({ language, text }) => language === 'sh' && / app\.js\b/.test(text));
}

const READERS_OWN = `import('openai').then(async ({ default: OpenAI }) => {
  await new OpenAI().embeddings.create({ model: 'text-embedding-3-small', input: 'a parcel' });
});
`;

function isFragment({ language, file }: Block): boolean {
  return file === undefined && ['js', 'ts'].includes(language);
}

/** Of a collector: `test/e2e/configurations.test.ts` hands it to the built one. */
function isPipeline({ language, text }: Block): boolean {
  return language === 'yaml' && fields(fields(parse(text))['service'])['pipelines'] !== undefined;
}

/** What ocb builds a collector from: `npm run gen:collector` runs it on ours. */
const MANIFEST = 'builder-config.yaml';

function assertPartOfOurs({ text, at }: Block): void {
  const ours = fields(parse(readFileSync(`${repository}/collector/${MANIFEST}`, 'utf8')));
  for (const [kind, components] of Object.entries(fields(parse(text)))) {
    const known = list(ours[kind]);
    for (const component of list(components)) {
      assert.ok(
        known.some((one) => isDeepStrictEqual(one, component)),
        `${at}: ${kind} ${JSON.stringify(component)}`,
      );
    }
  }
}

async function shell(sandbox: Sandbox, block: Block): Promise<Printed> {
  receiver.clear();
  const { commands, vendor } = toReceiver(block.text, receiver.url);
  const printed = await sandbox.shell(commands, environment());
  assertSent(sentByOthers(commands), block.at);
  assert.equal(printed.code, 0, `${block.at}\n${printed.stdout}${printed.stderr}`);
  if (vendor !== undefined) assertArrived(receiver.requests, vendor, block.at);
  else if (isObserved(block.text)) assert.ok(hasPricedCall(), `${block.at}: no call has arrived\n${printed.stderr}`);
  return printed;
}

/** The headers of context that the provider has got are those of others. */
function assertSent(headers: readonly string[], at: string): void {
  assert.deepEqual(
    contextHeaders([...openai.requests, ...anthropic.requests]),
    headers.map((header) => `/v1/chat/completions ${header}`),
    at,
  );
  for (const provider of [openai, anthropic]) provider.reset();
}

/** The headers of context that commands let others send to the provider. */
function sentByOthers(commands: string): string[] {
  if (/--import dd-trace/.test(commands)) {
    return [
      'traceparent',
      'tracestate dd ot',
      ...['parent-id', 'sampling-priority', 'tags', 'trace-id'].map((name) => `x-datadog-${name}`),
    ];
  }
  return /--import @opentelemetry\/auto-instrumentations/.test(commands) ? ['traceparent'] : [];
}

/** Commands that start a program under observation, whose spans go where a collector would be. */
function isObserved(commands: string): boolean {
  return /^[^#]*\b(?:node|tsx) .*\bapp\b/m.test(commands) && !/_EXPORTER=|doctor/.test(commands);
}

function hasPricedCall(): boolean {
  return receiver.requests.some(({ path, body }) => path === '/v1/traces' && body.includes('taskmeter.cost.exact'));
}

async function runFragment(sandbox: Sandbox, { text, at, language }: Block): Promise<void> {
  await sandbox.shell(`npm install ${['taskmeter', '@opentelemetry/api', 'openai', ...importsOf(text)].join(' ')}`, {});
  const { files, command } = fragmentFiles(text, language);
  for (const [file, content] of Object.entries(files)) sandbox.write(file, content);
  const { code, stdout, stderr } = await sandbox.shell(command, { ...environment(), TASKMETER_CONSOLE: 'true' });
  assertSent(/getNodeAutoInstrumentations/.test(text) ? ['traceparent'] : [], at);
  assert.deepEqual([code, stdout], [0, ''], `${at}\n${stderr}`);
  assert.match(stderr, /\$0\.0000/, at);
  assert.doesNotMatch(stderr, /^taskmeter: /m, at);
}

function environment(): Record<string, string> {
  return {
    OPENAI_API_KEY: 'sk-of-openai',
    OPENAI_BASE_URL: `${openai.url}/v1`,
    ANTHROPIC_API_KEY: 'sk-of-anthropic',
    ANTHROPIC_BASE_URL: anthropic.url,
    TASKMETER_HOSTS: `${new URL(openai.url).host}=openai,${new URL(anthropic.url).host}=anthropic`,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    // The detectors of clouds ask hosts that are not there.
    OTEL_NODE_RESOURCE_DETECTORS: 'env',
    // Datadog's tracer tells its maker of itself, and its agent is not there.
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
    DD_REMOTE_CONFIGURATION_ENABLED: 'false',
    DD_TRACE_AGENT_URL: receiver.url,
  };
}

/** `…` stands for anything, durations for any, and loopback for the addresses that a reader has. */
function assertPrinted({ stdout, stderr }: Printed, { text, at }: Block): void {
  const plain = (printed: string): string =>
    printed
      .replaceAll(receiver.url, 'http://localhost:4318')
      .replaceAll(new URL(openai.url).host, 'api.openai.com')
      .replaceAll(/[\d,]+ ms\b/g, 'N ms')
      .replaceAll(/\s+/g, ' ')
      .trim();
  const pattern = plain(text)
    .split('…')
    .map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*');
  const printed = plain(stdout + stderr);
  if (!new RegExp(`^${pattern}$`).test(printed)) assert.equal(printed, plain(text), at);
}

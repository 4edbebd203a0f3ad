import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { besideFolders, installSdks, otelFolders, sdksFolder } from '../../scripts/sdks.ts';
import { type Beside, startBeside } from '../support/beside.ts';
import { everything, seenOf } from './seen.ts';
import { contextHeaders } from '../support/run-record.ts';

installSdks();

const APPS = 'test/ways/apps';
const ours = 'taskmeter/register';
const auto = '@opentelemetry/auto-instrumentations-node/register';
const tsx = pathToFileURL(`${sdksFolder}/tsx/dist/loader.mjs`).href;
const otel = `./${APPS}/otel-loader.mjs`;

/** Node cannot run an enum by itself. */
const typescript = `import OpenAI from 'openai';
import { task } from 'taskmeter';
import { run } from './${APPS}/scenario.cjs';

enum Exit { Well = 0 }
await run({ OpenAI, task });
process.exitCode = Exit.Well;
`;

interface Loading {
  readonly with: string;
  readonly args: readonly string[];
  readonly nodeOptions?: string;
  /** The headers of context that requests to the provider get from others. */
  readonly sent?: readonly string[];
}

const loadings: readonly Loading[] = [
  { with: "OpenTelemetry's loader before us", args: ['--import', otel, '--import', ours, `${APPS}/app.mjs`] },
  { with: "OpenTelemetry's loader after us", args: ['--import', ours, '--import', otel, `${APPS}/app.mjs`] },
  {
    with: "OpenTelemetry's loader as --experimental-loader",
    args: [
      '--no-warnings',
      '--experimental-loader=@opentelemetry/instrumentation/hook.mjs',
      '--import',
      ours,
      `${APPS}/app.mjs`,
    ],
  },
  { with: 'tsx before us', args: ['--import', tsx, '--import', ours, 'app.mts'] },
  { with: 'tsx after us', args: ['--import', ours, '--import', tsx, 'app.mts'] },
  { with: 'tsx after us, from NODE_OPTIONS', args: ['--import', tsx, 'app.mts'], nodeOptions: `--import=${ours}` },
];

const withAuto: readonly Loading[] = [
  {
    with: 'auto-instrumentations in NODE_OPTIONS and us in the command',
    args: ['--import', ours, `${APPS}/app.mjs`],
    nodeOptions: `--require ${auto}`,
    sent: ['/v1/chat/completions traceparent'],
  },
  {
    with: 'both in NODE_OPTIONS, of which --require comes first whatever the order',
    args: [`${APPS}/app.mjs`],
    nodeOptions: `--import=${ours} --require ${auto}`,
    sent: ['/v1/chat/completions traceparent'],
  },
];

const lines = [
  // With import-in-the-middle 1.15 and 3.6.
  { line: '0.203', folder: otelFolders['2-oldest'], with: loadings },
  { line: '0.220', folder: besideFolders['2'], with: [...loadings, ...withAuto] },
] as const;

for (const { line, folder, with: rows } of lines) {
  suite(`loaders of others, with sdk-node ${line}`, () => {
    let around: Beside;
    before(async () => {
      around = await startBeside(folder, APPS);
      writeFileSync(`${around.folder}/app.mts`, typescript);
    });
    after(() => around.close());

    for (const { with: loader, args, nodeOptions = '', sent = [] } of rows) {
      test(`${loader}: every call is seen once`, async () => {
        const ended = await around.run('openai', args, {
          NODE_OPTIONS: nodeOptions,
          OTEL_NODE_RESOURCE_DETECTORS: 'env',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
        });
        assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
        assert.match(ended.stdout, /"raw":\["Courier Hartmann crossed Ljubljana overnight\.",200,true\]/);
        assert.deepEqual(seenOf(around.receiver.spans()), everything);
        assert.deepEqual(contextHeaders(around.provider.requests), sent);
      });
    }
  });
}

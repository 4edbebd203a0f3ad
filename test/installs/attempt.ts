import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { installRuntimes, nodeOf, packageManager } from '../../scripts/runtimes.ts';
import { installSdks, sdksFolder } from '../../scripts/sdks.ts';
import { build, repository } from '../support/built.ts';
import { type Ended, runNode } from '../support/child.ts';
import { startFakeProvider } from '../support/fake-provider.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { pack } from '../support/packed.ts';
import { type Tree, treesOf } from '../support/surroundings.ts';
import { type Case, type Library, packages } from './cases.ts';
import { apisReachedIn, copiesIn } from './installed.ts';

/** What stands in a folder after an installation that passed. */
export interface Installed {
  readonly api: string;
  readonly sdk: string;
}

export interface Attempts {
  /**
   * Installs into a fresh folder, looks for copies, and calls each library there by the one line, from an ES module and from
   * CommonJS.
   * @throws {Error} when npm refuses, there are two of what must be one, or a call is not observed and priced.
   */
  attempt(wanted: Case): Promise<Installed>;
  close(): void;
}

/** Packs the package as it is published; installs what installs. */
export function openAttempts(): Attempts {
  build();
  installSdks();
  installRuntimes();
  const root = mkdtempSync(`${tmpdir()}/taskmeter-installs-`);
  const tarball = `${root}/${pack(root).filename}`;
  return {
    async attempt(wanted) {
      const folder = mkdtempSync(`${root}/app-`);
      try {
        await install(wanted, folder, { tarball, store: `${root}/store` });
        const installed = copies(wanted, folder);
        await checkCommand(wanted, folder);
        await checkCalls(wanted, folder);
        return installed;
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    close: () => rmSync(root, { recursive: true }),
  };
}

async function install(
  { commands, manager, node, sdk }: Case,
  folder: string,
  { tarball, store }: { readonly tarball: string; readonly store: string },
): Promise<void> {
  writeFileSync(`${folder}/package.json`, '{ "private": true }');
  const flags =
    manager === 'pnpm'
      ? ['add', '--ignore-scripts', '--prefer-offline', '--store-dir', store]
      : ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  for (const names of commands) {
    const specs = names.map((name) => (name === 'taskmeter' ? tarball : name));
    const args = [packageManager(manager), ...flags, ...specs];
    const ended = await runNode(args, { node: nodeOf(node), cwd: folder, limitMs: 300_000 });
    const said = ended.stdout + ended.stderr;
    assert.equal(ended.code, 0, `${manager} cannot install ${names.join(' ')}: ${said}`);
    // Beside an SDK 3 npm tells that our HTTP instrumentations are of line 2, which work with its API.
    if (!sdk.startsWith('0.3')) assert.doesNotMatch(said, /ERESOLVE/, `npm warns of ${names.join(' ')}`);
  }
}

function copies({ manager, sdk }: Case, folder: string): Installed {
  const sdks = copiesIn(folder, '@opentelemetry/sdk-node');
  assert.deepEqual(sdks, [sdk], `one SDK, not ${sdks.join(' and ')}`);
  const traces = copiesIn(folder, '@opentelemetry/sdk-trace-base');
  assert.ok(traces.length <= 1, `one sdk-trace-base, not ${traces.join(' and ')}`);
  // pnpm also gives each package that depends on the API, as OpenTelemetry's own api-logs does, the newest for itself.
  const apis = manager === 'pnpm' ? apisReachedIn(folder) : copiesIn(folder, '@opentelemetry/api');
  assert.equal(apis.length, 1, `one API, not ${apis.join(' and ')}`);
  return { api: apis[0] ?? '', sdk };
}

async function checkCommand({ node }: Case, folder: string): Promise<void> {
  const args = ['--provider', 'openai', '--model', 'gpt-4.1', '--input', '8000', '--output', '700', '--json'];
  const { code, stdout, stderr } = await runNode(['node_modules/taskmeter/dist/cli.js', 'price', ...args], {
    node: nodeOf(node),
    cwd: folder,
  });
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^\{"status":"priced","usd":"0\.0216",/);
}

async function checkCalls({ node, libraries }: Case, folder: string): Promise<void> {
  cpSync(`${repository}test/installs/apps`, `${folder}/apps`, { recursive: true });
  const calling = libraries.length === 0 ? ['openai' as const] : libraries;
  if (libraries.length === 0) symlinkSync(`${sdksFolder}/openai-7-newest`, `${folder}/node_modules/openai`);
  for (const library of calling) {
    for (const app of ['call.mjs', 'call.cjs']) {
      const came = await call(library, { node: nodeOf(node), folder, app });
      assert.deepEqual(came, {
        code: 0,
        stdout: 'Courier Hartmann crossed Ljubljana overnight.\n',
        stderr: '',
        spans: [taskOf(library)],
      });
    }
  }
}

interface Called extends Pick<Ended, 'code' | 'stdout' | 'stderr'> {
  readonly spans: readonly Tree[];
}

async function call(
  library: Library,
  { node, folder, app }: { readonly node: string; readonly folder: string; readonly app: string },
): Promise<Called> {
  const [provider, receiver] = await Promise.all([startFakeProvider(), startOtlpReceiver()]);
  try {
    const args = ['--import', 'taskmeter/register', `apps/${app}`, `${library}=${packages[library]}`];
    const { code, stdout, stderr } = await runNode(args, {
      node,
      cwd: folder,
      env: {
        PROVIDER_URL: provider.url,
        TASKMETER_HOSTS: `${new URL(provider.url).host}=${spans[library].provider}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      },
      limitMs: 120_000,
    });
    return { code, stdout, stderr, spans: treesOf(receiver.spans()) };
  } finally {
    await Promise.all([provider.close(), receiver.close()]);
  }
}

/** By hand: tokens of `test/support/wire`, prices of the catalogue in USD per million. */
const spans: Readonly<Record<Library, { readonly provider: string; readonly name: string; readonly cost: string }>> = {
  // 56 × 0.40 + 64 × 0.10 + 30 × 1.60
  openai: { provider: 'openai', name: 'chat gpt-4.1-mini', cost: '0.0000768' },
  // 40 × 5 + 64 × 0.50 + 10 × 6.25 + 6 × 10 + 30 × 25
  anthropic: { provider: 'anthropic', name: 'chat claude-opus-4-8', cost: '0.0011045' },
  // 56 × 0.30 + 64 × 0.03 + 30 × 2.50
  genai: { provider: 'gcp.gemini', name: 'generate_content gemini-2.5-flash', cost: '0.00009372' },
  // 56 × 0.50 + 64 × 0.05 + 30 × 1.50
  mistral: { provider: 'mistral_ai', name: 'chat mistral-large-2512', cost: '0.0000762' },
};

function taskOf(library: Library): Tree {
  const { name, cost } = spans[library];
  return {
    scope: 'taskmeter',
    name: `task ${library}`,
    kind: 'internal',
    says: {
      'taskmeter.task.calls': 1,
      'taskmeter.task.cost_exact': cost,
      'taskmeter.task.outcome': 'unknown',
      'taskmeter.task.type': library,
    },
    children: [
      {
        scope: 'taskmeter',
        name,
        kind: 'client',
        says: { 'taskmeter.cost.exact': cost, 'taskmeter.task.type': library },
        children: [],
      },
    ],
  };
}

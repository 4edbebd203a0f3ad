import { inRange } from '../../patch/range.ts';
import type { Copy, LoadedCopy } from './evidence.ts';
import { copiesOf, type Facts, seenIn } from './facts.ts';
import type { Finding } from './finding.ts';

/** Is there one OpenTelemetry API, of a version that the SDK can work with? */
export function checkApi(facts: Facts): Finding[] {
  const copies = copiesOf(facts, '@opentelemetry/api');
  const found = (status: Finding['status'], seen: string, todo?: string): Finding[] => [
    { check: 'api', status, seen, todo },
  ];
  const [first] = copies;
  if (first === undefined) {
    return seenIn(facts) === undefined
      ? found('problem', '@opentelemetry/api is not installed', 'npm install @opentelemetry/api')
      : [];
  }
  const versions = [...new Set(copies.map(({ version }) => version))];
  const wrong = versions.find((version) => !inRange(version, '>=1.9.0 <2'));
  if (wrong !== undefined) {
    return found('problem', `@opentelemetry/api ${wrong}`, 'install @opentelemetry/api 1.9 or a later 1.x');
  }
  const sdk3 = sdksOf(facts).find(({ version }) => inRange(version, '>=3'));
  // Of several copies the one that registered the SDK counts.
  const inUse = seenIn(facts)?.api ?? first.version;
  if (sdk3 !== undefined && !inRange(inUse, '>=1.10')) {
    return found(
      'problem',
      `@opentelemetry/api ${inUse} with SDK ${sdk3.version}`,
      'SDK 3 needs API 1.10: npm install @opentelemetry/api@latest',
    );
  }
  if (copies.length === 1) return found('ok', `@opentelemetry/api ${first.version}`);
  return found(
    'warning',
    `${copies.length} copies of @opentelemetry/api: ${placesOf(copies, facts.cwd)}`,
    'npm ls @opentelemetry/api says who brings which; spans of one copy may not see those of another',
  );
}

/** Is there one SDK, of a supported line? */
export function checkSdk(facts: Facts): Finding[] {
  const found = (status: Finding['status'], seen: string, todo?: string): Finding => ({
    check: 'sdk',
    status,
    seen,
    todo,
  });
  const sdks = sdksOf(facts);
  const [first] = sdks;
  const evidence = seenIn(facts);
  if (first === undefined) {
    return evidence?.taskmeter?.hooked === undefined || evidence.provider === undefined
      ? [found('problem', 'no OpenTelemetry SDK', 'start with --import taskmeter/register, or set up a NodeSDK')]
      : [];
  }
  const findings: Finding[] = [];
  const old = sdks.find(({ version }) => !inRange(version, '>=2.0.0 <4'));
  const node = evidence?.node ?? process.versions.node;
  if (old !== undefined) {
    findings.push(
      found('problem', `SDK ${old.version}`, 'taskmeter works with SDK 2 and 3: update @opentelemetry/sdk-node'),
    );
  }
  if (sdks.some(({ version }) => inRange(version, '>=3')) && !inRange(node, '>=22.15.0')) {
    findings.push(
      found('problem', `SDK 3 on Node.js ${node}`, 'SDK 3 needs Node.js 22.15: update Node.js, or take SDK 2'),
    );
  }
  const nested = copiesOf(facts, '@opentelemetry/sdk-node').find(({ version }) =>
    inRange(version, '>=0.221.0 <0.224.0'),
  );
  if (nested !== undefined) {
    findings.push(
      found(
        'warning',
        `sdk-node ${nested.version}, beside which npm installs a second copy`,
        'take 0.220 or 0.300 and newer',
      ),
    );
  }
  findings.push(...secondSdk(facts, sdks));
  return findings.length > 0 ? findings : [found('ok', `OpenTelemetry SDK ${first.version}`)];
}

/** Two SDKs in one process: the API has room for one tracer provider, and who comes second is not heard, or takes over. */
function secondSdk(facts: Facts, sdks: readonly Copy[]): Finding[] {
  const evidence = seenIn(facts);
  if (evidence === undefined) return [];
  const found = (status: Finding['status'], seen: string, todo: string): Finding[] => [
    { check: 'sdk', status, seen, todo },
  ];
  const copies = sdks.length > 1 ? `SDKs are loaded in ${sdks.length} copies: ${placesOf(sdks, facts.cwd)}` : undefined;
  const where = copies === undefined ? '' : `; ${copies}`;
  const said = facts.run?.said ?? [];
  if (said.some((line) => line.includes('takes over from taskmeter/register'))) {
    return found(
      'warning',
      `two SDKs are set up: the application's takes over from taskmeter/register's${where}`,
      KEEP_ONE,
    );
  }
  const { alive = 1, processors = [] } = evidence.provider ?? {};
  const isRefused = said.some((line) => line.includes('Attempted duplicate registration of API'));
  if (isRefused || (alive > 1 && evidence.taskmeter !== undefined)) {
    const isOurs = processors.some((processor) => processor.isOurs);
    return isOurs && !isRefused
      ? found(
          'warning',
          `two tracer providers are set up, and only the one with our parts gets spans${where}`,
          KEEP_ONE,
        )
      : found('problem', `two SDKs are set up, and the one that came second gets no spans${where}`, KEEP_ONE);
  }
  if (copies === undefined) return [];
  return found(
    'warning',
    copies,
    'npm ls @opentelemetry/sdk-trace-base @opentelemetry/sdk-trace says who brings which',
  );
}

const KEEP_ONE = 'keep one: new NodeSDK({ ...taskmeter() }) without taskmeter/register, or taskmeter/register alone';

/** The trace packages of the SDK: one name in 2, another in 3; in 2.9 the former is a shell around the latter. */
function sdksOf(facts: Facts): readonly Copy[] {
  const former = copiesOf(facts, '@opentelemetry/sdk-trace-base').filter((copy) => !isShell(copy));
  return [...former, ...copiesOf(facts, '@opentelemetry/sdk-trace')];
}

function isShell(copy: Copy | LoadedCopy): boolean {
  if ('files' in copy) return copy.files.some((file) => file.endsWith('-shim'));
  return inRange(copy.version, '>=2.9.0');
}

function placesOf(copies: readonly Copy[], cwd: string): string {
  return copies
    .map(
      ({ version, folder }) => `${version} in ${folder.startsWith(`${cwd}/`) ? folder.slice(cwd.length + 1) : folder}`,
    )
    .join(', ');
}

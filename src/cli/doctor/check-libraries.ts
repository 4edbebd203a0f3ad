import { inRange } from '../../patch/range.ts';
import type { Copy, Evidence, LoadedCopy } from './evidence.ts';
import { type Facts, seenIn } from './facts.ts';
import type { Finding } from './finding.ts';
import { OBSERVED, UNOBSERVED } from './packages.ts';

/** Which client libraries are there, and are their calls observed? */
export function checkLibraries(facts: Facts): Finding[] {
  const evidence = seenIn(facts);
  const loaded = evidence?.packages ?? [];
  const idle = facts.installed.filter(({ folder }) => !loaded.some((copy) => copy.folder === folder));
  const findings = [
    ...loaded.flatMap((copy) => judge(copy, evidence, facts)),
    ...idle.flatMap((copy) => judge(copy, undefined, facts)),
    ...(evidence?.bundles ?? []).map(bundled),
    ...nativeTracing(facts),
  ];
  if (findings.length > 0) return findings;
  const names = OBSERVED.map(({ module }) => module).join(', ');
  return [
    {
      check: 'library',
      status: 'warning',
      seen: `no client library is installed for ${facts.cwd}`,
      todo: `run the doctor in the folder of your application; observed are ${names}`,
    },
  ];
}

/** `evidence` is absent for a copy that is installed and not loaded. */
function judge(copy: Copy | LoadedCopy, evidence: Evidence | undefined, facts: Facts): Finding[] {
  const { name, version, folder } = copy;
  const found = (status: Finding['status'], seen: string, todo?: string): Finding[] => [
    { check: 'library', status, subject: `${name} ${version}`, seen, todo },
  ];
  const way = UNOBSERVED[name];
  // What is merely installed may be anybody's dependency.
  if (way !== undefined) return evidence === undefined ? [] : found('warning', 'its calls are not observed', way);
  const provider = OBSERVED.find(({ module }) => module === name);
  if (provider === undefined) return [];
  const range = provider.versions;
  if (!inRange(version, range)) {
    const isNewer = inRange(version, range.replace(/^.*</, '>='));
    const seen = `${isNewer ? 'newer' : 'older'} than what is observed (${range}): its calls are not counted`;
    const todo = isNewer ? 'update taskmeter, or stay with a supported version' : `update ${name}`;
    // A copy deep within others' packages is their business until it is loaded.
    const isOwn = facts.installed.find((other) => other.name === name)?.folder === folder;
    return found(evidence !== undefined || (facts.run === undefined && isOwn) ? 'problem' : 'warning', seen, todo);
  }
  if (evidence === undefined) {
    return found(
      'ok',
      facts.run === undefined ? `supported (${range})` : 'installed; the program has not loaded it so far',
    );
  }
  if (evidence.taskmeter?.hooked === undefined)
    return found('problem', 'loaded, and nothing is observed', 'see loading');
  if (evidence.taskmeter.hooked.some((hooked) => hooked.folder.replaceAll('\\', '/') === folder))
    return found('ok', 'observed');
  const hasCalls =
    'files' in copy && copy.files.some((file) => provider.targets.some((target) => file.endsWith(target.file)));
  if (!hasCalls) return found('ok', 'loaded in part; the part with the calls is not, so far');
  return found(
    'problem',
    'loaded before taskmeter could hook it: its calls are not observed',
    'start with node --import taskmeter/register, before anything imports it',
  );
}

function bundled(path: string): Finding {
  return {
    check: 'library',
    status: 'problem',
    subject: path,
    seen: 'has a client library bundled into it, which no hook sees',
    todo: 'mark the library as external in the bundler, or hand its client to instrument(client)',
  };
}

/** Libraries that make spans of their own calls, where the user has turned that on. */
function nativeTracing({ env, installed }: Facts): Finding[] {
  return NATIVE.flatMap(({ module, variable, on }) => {
    const value = env[variable];
    if (value === undefined || !on.test(value.trim()) || !installed.some(({ name }) => name === module)) return [];
    return [
      {
        check: 'library' as const,
        status: 'ok' as const,
        subject: module,
        seen: `${variable} is ${value}: its own spans are taken for the calls they are, and it sends a traceparent to the provider`,
        todo: `unset ${variable}, unless you want its spans`,
      },
    ];
  });
}

const NATIVE: readonly { readonly module: string; readonly variable: string; readonly on: RegExp }[] = [
  {
    module: '@anthropic-ai/sdk',
    variable: 'ANTHROPIC_OPEN_TELEMETRY',
    on: /^(?!(?:false|0|off|no)?$)/i,
  },
  {
    module: '@mistralai/mistralai',
    variable: 'MISTRAL_SDK_TELEMETRY',
    on: /^(?:global|dedicated)$/i,
  },
];

import { isSdkDisabled } from '../../env.ts';
import type { Evidence } from './evidence.ts';
import { type Facts, seenIn } from './facts.ts';
import type { Finding } from './finding.ts';
import { readCopy } from './loaded.ts';

const LINE = 'node --import taskmeter/register';

/** Is taskmeter loaded, and before everything else? */
export function checkLoading(facts: Facts): Finding[] {
  const { env, run, lineWasAdded } = facts;
  const evidence = seenIn(facts);
  const found = (status: Finding['status'], seen: string, todo?: string): Finding[] => [
    { check: 'loading', status, seen, todo },
  ];
  if (isSdkDisabled(env)) {
    return found('problem', 'OTEL_SDK_DISABLED is true: nothing is observed', 'unset it');
  }
  if (evidence?.taskmeter === undefined && !isInstalled(facts)) {
    return found('problem', `taskmeter is not installed for ${facts.cwd}`, 'npm install taskmeter @opentelemetry/api');
  }
  if (run === undefined) return bareNodeOptions(env['NODE_OPTIONS'] ?? '');
  if (evidence === undefined) return [];
  if (evidence.taskmeter === undefined) {
    return isLoaded(evidence)
      ? found('problem', 'loaded, but not set up', `start with ${LINE}, or spread taskmeter() into your NodeSDK`)
      : found('problem', 'not loaded', `start with ${LINE} ${run.command.at(-1) ?? 'app.js'}`);
  }
  if (evidence.taskmeter.hooked === undefined) {
    return found(
      'problem',
      'taskmeter() was called, but no SDK was started with its parts',
      'new NodeSDK({ ...taskmeter() }).start()',
    );
  }
  if (lineWasAdded) {
    return found(
      'warning',
      'the program itself does not load it; this is how it is with --import taskmeter/register',
      `start with ${LINE} ${run.command.at(-1) ?? 'app.js'}; if you do: taskmeter doctor -- and your whole command`,
    );
  }
  const flags = evidence.execArgv.join(' ');
  if (NAMED.test(flags)) return found('ok', `by ${NAMED.exec(flags)?.[0]}`);
  if (NAMED.test(evidence.nodeOptions)) {
    return [...found('ok', 'by NODE_OPTIONS'), ...bareNodeOptions(evidence.nodeOptions)];
  }
  if (PRELOAD.test(`${flags} ${evidence.nodeOptions}`))
    return found('ok', 'by a file that is loaded ahead of the program');
  return !evidence.isCommonJs
    ? found(
        'warning',
        'by the program itself, an ES module: its other imports are loaded before taskmeter runs',
        `start with ${LINE}; what that costs stands under library`,
      )
    : found('ok', 'by the program itself, with require()');
}

const NAMED = /(?:--import|--require|-r)[ =]\S*taskmeter\S*/;
const PRELOAD = /(?:^|\s)(?:--import|--require|-r|--loader)\b/;

/** A bare name is looked for from the folder that each process starts in: a child in another folder does not find it. */
function bareNodeOptions(nodeOptions: string): Finding[] {
  if (!/(?:--import|--require|-r)[ =]taskmeter\/register(?:\s|$)/.test(nodeOptions)) return [];
  return [
    {
      check: 'loading',
      status: 'ok',
      subject: 'NODE_OPTIONS',
      seen: 'names taskmeter/register, which every process looks for from its own folder',
      todo: 'where children start in other folders, give an absolute file: URL',
    },
  ];
}

function isInstalled({ installed, cwd }: Facts): boolean {
  // Within this repository it goes by its own name.
  return installed.some(({ name }) => name === 'taskmeter') || readCopy(cwd)?.name === 'taskmeter';
}

/** The probe is of the package, too. */
function isLoaded({ packages }: Evidence): boolean {
  return packages.some(
    ({ name, files }) => name === 'taskmeter' && files.some((file) => /(?:index|register)$/.test(file)),
  );
}

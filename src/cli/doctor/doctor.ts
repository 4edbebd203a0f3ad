/** `taskmeter doctor`: looks at a set-up, or at a program as it runs, and says what is wrong and what to do. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { VERSION } from '../../version.ts';
import { type Flags, readArguments, textFlag } from '../arguments.ts';
import { type Command, type Io, UsageError } from '../command.ts';
import { checkExporters } from './check-exporters.ts';
import { checkLibraries } from './check-libraries.ts';
import { checkLoading } from './check-loading.ts';
import { checkApi, checkSdk } from './check-opentelemetry.ts';
import { checkPipeline } from './check-pipeline.ts';
import { checkPrices } from './check-prices.ts';
import { checkProgram } from './check-program.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkSettings } from './check-settings.ts';
import { checkUnobserved } from './check-unobserved.ts';
import { commandFor, isPreloaded, LINE } from './command-line.ts';
import type { Facts } from './facts.ts';
import { type Finding, worst } from './finding.ts';
import { installedCopies } from './installed.ts';
import { isOfInterest, OF_INTEREST } from './packages.ts';
import { reportJson, reportText } from './print.ts';
import { type ProgramRun, runProgram } from './program.ts';

export const doctor: Command = {
  name: 'doctor',
  about: 'looks at your set-up, or at your program as it runs, and says what to do',
  help: `taskmeter doctor [--import <file>] [--json] [--seconds <n>]
taskmeter doctor [--json] [--seconds <n>] -- <command>

  --import <file>   starts your program and looks into it: what is hooked, the SDK, the sampler. As a script of your
                    package.json starts it with taskmeter, else as node <file>; if that does not load taskmeter, once more
                    with --import taskmeter/register
  -- <command>      the same with your own command: -- node --import ./setup.mjs app.js
  --seconds <n>     ends the program after that long at most; 15 when left out. It is ended sooner when it has started
  --json            prints the report as JSON

Your program does what it always does when it starts. The doctor itself calls no model and sends no span: to each exporter's
endpoint goes one request with nothing in it. What the program prints goes to stderr, the report to stdout.

Exit status: 0 all is well or there are warnings only, 1 there are problems, 2 the command line is wrong.`,
  async run(args, io) {
    const { flags, rest } = readArguments(args, {
      import: { type: 'string' },
      json: { type: 'boolean' },
      seconds: { type: 'string' },
      help: { type: 'boolean' },
    });
    const facts = await gather(await runs(flags, rest, io), io);
    const findings = await judge(facts, Date.now());
    io.out(
      flags['json'] === true
        ? JSON.stringify(reportJson(VERSION, facts.run?.command, findings), undefined, 2)
        : `taskmeter ${VERSION} doctor\n\n${reportText(findings, io)}${facts.run === undefined ? NO_PROGRAM : ''}`,
    );
    return worst(findings) === 'problem' ? 1 : 0;
  },
};

const NO_PROGRAM =
  '\nThis is what can be said from outside. With --import app.js the doctor starts your program and looks into it.';

async function judge(facts: Facts, now: number): Promise<Finding[]> {
  return [
    ...checkRuntime(facts),
    ...checkProgram(facts),
    ...checkLoading(facts),
    ...checkApi(facts),
    ...checkSdk(facts),
    ...checkPipeline(facts),
    ...checkLibraries(facts),
    ...checkUnobserved(facts),
    ...(await checkExporters(facts)),
    ...checkSettings(facts),
    ...checkPrices(facts, now),
  ];
}

interface Runs {
  readonly run?: ProgramRun | undefined;
  readonly lineWasAdded: boolean;
}

/** Runs the program as it was asked for; and again with the one line where it knows nothing of taskmeter. */
async function runs(flags: Flags, rest: readonly string[], io: Io): Promise<Runs> {
  const file = textFlag(flags, 'import');
  if (file !== undefined && rest.length > 0) throw new UsageError('--import and a command exclude each other');
  if (file !== undefined && !existsSync(resolve(io.cwd, file))) throw new UsageError(`${file} does not exist`);
  const limitMs = secondsOf(flags) * 1000;
  const start = (command: readonly string[]): Promise<ProgramRun> =>
    runProgram({ command, cwd: io.cwd, env: io.env, limitMs, packages: OF_INTEREST, echo: io.err });
  if (rest.length > 0) return { run: await start(rest), lineWasAdded: false };
  if (file === undefined) return { lineWasAdded: false };
  const command = commandFor(file, io.cwd);
  const run = await start(command);
  const knowsUs = run.evidence?.taskmeter !== undefined || isPreloaded(command, io.env['NODE_OPTIONS'] ?? '');
  if (knowsUs || run.failed !== undefined || run.evidence === undefined) return { run, lineWasAdded: false };
  return { run: await start(['node', ...LINE, file]), lineWasAdded: true };
}

function secondsOf(flags: Flags): number {
  const given = textFlag(flags, 'seconds');
  const seconds = given === undefined ? 15 : Number(given);
  if (!(seconds > 0 && seconds <= 600)) throw new UsageError(`--seconds is ${given}; it is a number from 1 to 600`);
  return seconds;
}

async function gather({ run, lineWasAdded }: Runs, { env, cwd }: Io): Promise<Facts> {
  return { env, cwd, run, lineWasAdded, installed: installedCopies(cwd, isOfInterest) };
}

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { ReportJson } from '../../../src/cli/doctor/print.ts';
import { build, repository } from '../../support/built.ts';
import { type Ended, runNode } from '../../support/child.ts';

/** An application as somebody has it: a folder with a program in it, and what npm has installed for it. */
export interface Application {
  readonly folder: string;
  /** Runs `npx taskmeter doctor` in it, with nothing in the environment but `env`. */
  doctor(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The same with `--json`. */
  report(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ReportJson>;
  remove(): void;
}

export interface ApplicationOptions {
  /** Contents by path. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** Versions to give out copies of packages as: `{ openai: '8.0.0' }`. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** Packages to leave out. */
  readonly without?: readonly string[] | undefined;
}

/** The built package beside the client libraries and the SDK of this repository. */
export function createApplication({ files = {}, versions = {}, without = [] }: ApplicationOptions): Application {
  build();
  const folder = realpathSync(mkdtempSync(`${tmpdir()}/taskmeter-application-`));
  const modules = `${folder}/node_modules`;
  for (const part of ['commonjs', 'dist', 'package.json']) {
    cpSync(`${repository}/${part}`, `${modules}/taskmeter/${part}`, { recursive: true });
  }
  for (const name of [
    ...NEEDED,
    ...readdirSync(`${repository}/node_modules/@opentelemetry`).map((each) => `@opentelemetry/${each}`),
  ]) {
    if (without.includes(name)) continue;
    mkdirSync(dirname(`${modules}/${name}`), { recursive: true });
    const version = versions[name];
    if (version === undefined) symlinkSync(`${repository}/node_modules/${name}`, `${modules}/${name}`);
    else copyAs(version, `${repository}/node_modules/${name}`, `${modules}/${name}`);
  }
  for (const [path, content] of Object.entries(files)) writeFileSync(`${folder}/${path}`, content);
  const doctor: Application['doctor'] = (args, env = {}) =>
    runNode([`${modules}/taskmeter/dist/cli.js`, 'doctor', '--seconds', '60', ...args], {
      cwd: folder,
      env,
      limitMs: 90_000,
    });
  return {
    folder,
    doctor,
    async report(args, env) {
      const { stdout, stderr } = await doctor(['--json', ...args], env);
      try {
        return JSON.parse(stdout) as ReportJson;
      } catch {
        throw new Error(`no report: ${stdout}${stderr}`);
      }
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const NEEDED = ['@anthropic-ai/sdk', 'import-in-the-middle', 'openai', 'yaml'];

function copyAs(version: string, from: string, to: string): void {
  cpSync(from, to, { recursive: true, dereference: true });
  const manifest = JSON.parse(readFileSync(`${to}/package.json`, 'utf8')) as object;
  writeFileSync(`${to}/package.json`, JSON.stringify({ ...manifest, version }));
}

/** The findings of some checks, each as `status: subject: seen`. */
export function told({ findings }: ReportJson, ...checks: readonly string[]): string[] {
  return findings
    .filter(({ check }) => checks.includes(check))
    .map(({ status, subject, seen }) => [status, ...(subject === null ? [] : [subject]), seen].join(': '));
}

/** What to do about the findings of a check. */
export function todoOf({ findings }: ReportJson, check: string): (string | null)[] {
  return findings.filter((finding) => finding.check === check).map(({ todo }) => todo);
}

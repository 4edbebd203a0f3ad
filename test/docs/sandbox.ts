/** The folder in which a reader follows a section: nothing is in it but what the section itself says to put there. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fields, text } from '../../src/narrow.ts';
import { repository } from '../support/built.ts';
import { run } from '../support/packed.ts';
import { recordExport } from '../support/run-record.ts';
import { besideFolders, sdksFolder } from '../../scripts/sdks.ts';

export interface Sandbox {
  readonly folder: string;
  write(file: string, content: string): void;
  /** Runs a block of commands to its end. `npm install …` puts packages of this repository's into the folder instead. */
  shell(commands: string, env: Readonly<Record<string, string>>): Promise<Printed>;
  remove(): void;
}

export interface Printed {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `tarball` is the package as `npm pack` makes it; `packages` all that the section installs. */
export function createSandbox(tarball: string, packages: readonly string[]): Sandbox {
  const folder = mkdtempSync(`${tmpdir()}/taskmeter-docs-`);
  const source = sourceOf(packages);
  writeFileSync(`${folder}/package.json`, '{ "name": "shop", "private": true }\n');
  return {
    folder,
    write: (file, content) => writeFileSync(join(folder, file), content),
    async shell(commands, env) {
      for (const name of packagesIn(commands)) install(name, { folder, source, tarball });
      return bash(commands.replaceAll(INSTALL, ''), folder, env);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The packages that commands install, with a version where they name one. */
export function packagesIn(commands: string): string[] {
  return [...commands.matchAll(INSTALL)].flatMap(([, names = '']) =>
    names.split(/\s+/).filter((name) => name !== '' && !name.startsWith('-')),
  );
}

const INSTALL = /^npm install (.+)$/gm;

/** Where packages are taken from: one place for all of a section, so that there is one copy of OpenTelemetry in it. */
function sourceOf(packages: readonly string[]): readonly string[] {
  const candidates = [[`${repository}/node_modules`, sdksFolder], [besideFolders['2']]];
  const others = packages.map(bare).filter((name) => name !== 'taskmeter');
  const found = candidates.find((folders) =>
    others.every((name) => folders.some((modules) => existsSync(`${modules}/${name}`))),
  );
  assert.ok(found, `no place has all of ${others.join(', ')}`);
  return found;
}

interface Place {
  readonly folder: string;
  readonly source: readonly string[];
  readonly tarball: string;
}

function install(spec: string, { folder, source, tarball }: Place): void {
  const name = bare(spec);
  const modules = `${folder}/node_modules`;
  const target = `${modules}/${name}`;
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (name === 'taskmeter') {
    run('tar', ['xzf', tarball], folder);
    run('mv', ['package', target], folder);
    mkdirSync(`${target}/node_modules`);
    for (const own of ['@opentelemetry', 'yaml']) link(source, own, `${target}/node_modules/${own}`);
  } else {
    link(source, name, target);
  }
  const { version, bin } = fields(JSON.parse(readFileSync(`${target}/package.json`, 'utf8')));
  const wanted = spec.slice(name.length + 1);
  assert.ok(text(version)?.startsWith(wanted), `${spec} is asked for, ${String(version)} is here`);
  mkdirSync(`${modules}/.bin`, { recursive: true });
  for (const [command, file] of Object.entries(typeof bin === 'string' ? { [name]: bin } : fields(bin))) {
    const path = join(target, String(file));
    if (name === 'taskmeter') chmodSync(path, 0o755);
    symlinkSync(path, `${modules}/.bin/${command}`);
  }
}

function link(source: readonly string[], name: string, to: string): void {
  const modules = [...source, `${repository}/node_modules`].find((folder) => existsSync(`${folder}/${name}`));
  assert.ok(modules, `${name} is not installed`);
  symlinkSync(`${modules}/${name}`, to);
}

function bare(spec: string): string {
  return spec.replace(/(?<=.)@.*$/, '');
}

function bash(commands: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Printed> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:OTEL_|TASKMETER_|NODE_|npm_)/.test(name));
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn('bash', ['-e', '-c', commands], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      // The doctor says what it has to say on stdout, and hands on what the program prints, its answers too, to stderr.
      recordExport(commands.includes('taskmeter doctor') ? stdout : stderr);
      resolve({ code, stdout, stderr });
    });
  });
}

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { build, repository } from './built.ts';

export interface InstalledPackage {
  /** In it, `taskmeter/register` is the package as built; the applications are where they are in the repository. */
  readonly folder: string;
  remove(): void;
}

/**
 * The package as built beside the OpenTelemetry packages of another `node_modules` than the repository's, and beside `others`
 * from there; and a folder of applications.
 */
export function installBeside(otel: string, apps?: string, others: readonly string[] = []): InstalledPackage {
  build();
  const folder = mkdtempSync(`${tmpdir()}/taskmeter-beside-`);
  const modules = `${folder}/node_modules`;
  mkdirSync(`${modules}/taskmeter`, { recursive: true });
  for (const part of ['commonjs', 'dist', 'package.json']) {
    cpSync(`${repository}/${part}`, `${modules}/taskmeter/${part}`, { recursive: true });
  }
  if (apps !== undefined) cpSync(`${repository}/${apps}`, `${folder}/${apps}`, { recursive: true });
  symlinkSync(`${otel}/@opentelemetry`, `${modules}/@opentelemetry`);
  for (const name of others) symlinkSync(`${otel}/${name}`, `${modules}/${name}`);
  for (const name of ['@anthropic-ai', 'openai', 'yaml']) {
    if (!others.includes(name)) symlinkSync(`${repository}/node_modules/${name}`, `${modules}/${name}`);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { go, requireGo } from './go.ts';
import { makeIfStale } from './stale.ts';

const folder = join(import.meta.dirname, '../../deploy/jaeger');
const binary = join(folder, 'bin/jaeger');

/**
 * Finds a Jaeger (v2) or builds one: TASKMETER_JAEGER, else `jaeger` on the PATH, else from deploy/jaeger/go.mod.
 * @returns path of the binary.
 * @throws {Error} when TASKMETER_JAEGER names no executable file.
 * @throws {NoGo} when it must be built and there is no Go.
 */
export function findOrBuildJaeger(): string {
  const named = process.env['TASKMETER_JAEGER'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`TASKMETER_JAEGER names no executable file: ${named}`);
    return named;
  }
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '');
  return path.map((entry) => join(entry, 'jaeger')).find(isExecutable) ?? buildJaeger();
}

function buildJaeger(): string {
  makeIfStale({
    output: binary,
    from: folder,
    inputs: ['go.mod', 'go.sum'],
    make: () => {
      requireGo();
      console.error('building Jaeger (some minutes the first time)');
      go(['build', '-trimpath', '-ldflags=-s -w', '-o', binary, 'github.com/jaegertracing/jaeger/cmd/jaeger'], folder);
    },
  });
  return binary;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

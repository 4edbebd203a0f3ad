import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file made from other files. */
export interface Product {
  /** Path of the file that is made. */
  readonly output: string;
  /** Folder the inputs are looked for in. */
  readonly from: string;
  /** Globs of the inputs within `from`. */
  readonly inputs: readonly string[];
  /** Globs of files within `from` that do not matter. */
  readonly except?: readonly string[];
  /** Makes the output. Called only when it is missing or its inputs have changed. */
  readonly make: () => void;
}

/**
 * Makes what is missing or stale, told by a hash of the inputs kept beside the output: times say nothing after a
 * `git checkout`.
 * @returns whether it had to be made.
 */
export function makeIfStale({ output, from, inputs, except = [], make }: Product): boolean {
  const stamp = `${output}.inputs`;
  const wanted = hashOf(from, globSync([...inputs], { cwd: from, exclude: [...except] }));
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  make();
  writeFileSync(stamp, wanted);
  return true;
}

function hashOf(from: string, paths: readonly string[]): string {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const path of paths.toSorted()) hash.update(`\0${path}\0`).update(readFileSync(join(from, path)));
  return hash.digest('hex');
}

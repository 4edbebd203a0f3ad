import { classFile } from './class-file.ts';
import type { Method, Target } from './provider.ts';

/** A file of a client that the Stainless generator made: the methods of its class return an `APIPromise`. */
export function resourceFile(file: string, name: string, methods: Readonly<Record<string, Method>>): Target {
  return classFile('apiPromiseMethod', { file }, name, methods);
}

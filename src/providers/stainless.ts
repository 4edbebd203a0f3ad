import { fields, text } from '../narrow.ts';
import { classFile, partOf } from './class-file.ts';
import type { Method, Target } from './provider.ts';

/** A file of a client that the Stainless generator made: the methods of its class return an `APIPromise`. */
export function resourceFile(file: string, name: string, methods: Readonly<Record<string, Method>>): Target {
  return classFile('apiPromiseMethod', { file, at: propertyOf(file) }, name, methods);
}

/** The version of a client that the generator made and that has the method; `undefined` for another object. */
export function stainlessVersion(client: object, method: string): string | undefined {
  const { getUserAgent } = fields(client);
  if (typeof getUserAgent !== 'function' || typeof partOf(client, method) !== 'function') return undefined;
  const agent = text(getUserAgent.call(client));
  // Before it stands the name of the class.
  return /\/JS (\S+)/.exec(agent ?? '')?.[1] ?? '';
}

/** The generator names the properties of a client after its files: `resources/chat/completions/completions` is `chat.completions`. */
function propertyOf(file: string): string {
  const [, ...names] = file.split('/');
  return names
    .filter((name, i) => name !== names[i - 1])
    .map((name) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .join('.');
}

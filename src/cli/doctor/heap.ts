/**
 * What only the inspector knows of the process it is asked in: which files are loaded, ES modules too, which file a function
 * stands in, and how many objects of a class are alive. Nothing is hooked and nothing is kept: a look at one moment.
 */
import { createRequire } from 'node:module';
import { count, fields, list, text } from '../../narrow.ts';
import type * as Inspector from 'node:inspector';

export interface Heap {
  /** URLs or paths of the files that are loaded. */
  readonly scripts: readonly string[];
  /** The file that a function stands in. */
  fileOf(fn: unknown): string | undefined;
  /** How many objects are alive that inherit from a class's prototype. */
  countOf(prototype: object): number | undefined;
}

/** Runs `look` with the inspector; `undefined` where Node has none. */
export function withHeap<T>(look: (heap: Heap) => T): T | undefined {
  const session = openSession();
  if (session === undefined) return undefined;
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => {
    if (url !== '') urls.set(scriptId, url);
  });
  try {
    // It tells of all scripts there are before it answers.
    post(session, 'Debugger.enable', {});
    return look({
      scripts: [...new Set(urls.values())],
      fileOf: (fn) => withHandle(session, fn, (objectId) => urls.get(scriptOf(session, objectId) ?? '')),
      countOf: (prototype) =>
        withHandle(session, prototype, (prototypeObjectId) => {
          const { objects } = post(session, 'Runtime.queryObjects', { prototypeObjectId });
          const objectId = text(fields(objects)['objectId']);
          if (objectId === undefined) return undefined;
          const call = { objectId, functionDeclaration: INSTANCES, returnByValue: true };
          return count(fields(post(session, 'Runtime.callFunctionOn', call)['result'])['value']);
        }),
    });
  } finally {
    session.disconnect();
  }
}

function openSession(): Inspector.Session | undefined {
  try {
    const { Session } = createRequire(import.meta.url)('node:inspector') as typeof Inspector;
    const session = new Session();
    session.connect();
    return session;
  } catch {
    return undefined;
  }
}

/** A session of the own thread answers before `post` returns. */
function post(session: Inspector.Session, method: string, params: object): Record<string, unknown> {
  let answer: Record<string, unknown> = {};
  session.post(method, params, (error: Error | null, result?: object) => {
    if (error === null) answer = { ...result };
  });
  return answer;
}

/** Objects are shown to the inspector by way of a global, for a moment. */
function withHandle<T>(session: Inspector.Session, value: unknown, use: (objectId: string) => T): T | undefined {
  Object.defineProperty(globalThis, HANDLE, { value, configurable: true });
  try {
    const { result } = post(session, 'Runtime.evaluate', { expression: `globalThis[${JSON.stringify(HANDLE)}]` });
    const objectId = text(fields(result)['objectId']);
    return objectId === undefined ? undefined : use(objectId);
  } finally {
    Reflect.deleteProperty(globalThis, HANDLE);
  }
}

/** The prototypes of subclasses inherit, too, and are no instances. */
const INSTANCES = `function () { return this.filter((each) => !Object.hasOwn(each, 'constructor')).length; }`;

const HANDLE = 'taskmeter doctor looks at this';

function scriptOf(session: Inspector.Session, objectId: string): string | undefined {
  const { internalProperties } = post(session, 'Runtime.getProperties', { objectId, ownProperties: true });
  const location = list(internalProperties)
    .map((property) => fields(property))
    .find(({ name }) => name === '[[FunctionLocation]]');
  return text(fields(fields(location?.['value'])['value'])['scriptId']);
}

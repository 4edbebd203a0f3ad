/** Preloaded with `--import`: does to calls what instrumentations are known to do wrong. `MUTANT` names which. */
import { installHooks } from '../../src/patch/install.ts';
import type { Hooks, Provider } from '../../src/providers/provider.ts';
import { providers } from '../../src/providers/all.ts';
import { noHooks } from '../support/hooks.ts';

type Call = (this: unknown, ...args: unknown[]) => unknown;

/** What each mutant makes of the method it wraps. */
export const mutants: Readonly<Record<string, (original: Call) => Call>> = {
  'wraps the call in an async function': (original) =>
    async function (...args) {
      return await original.apply(this, args);
    },
  'awaits the promise before the user does': (original) =>
    function (...args) {
      const promise = original.apply(this, args) as Promise<unknown>;
      promise.then(
        () => {},
        () => {},
      );
      return promise;
    },
  'reads the stream ahead': (original) =>
    function (...args) {
      const promise = original.apply(this, args) as Promise<unknown>;
      const { parse } = promise as unknown as { parse: () => Promise<{ tee(): [unknown, AsyncIterable<unknown>] }> };
      return Object.assign(promise, {
        parse: () =>
          parse.call(promise).then((data) => {
            if (typeof data.tee !== 'function') return data;
            const [theirs, ours] = data.tee();
            void drain(ours);
            return theirs;
          }),
      });
    },
  'changes the arguments': (original) =>
    function (body, ...args) {
      return original.call(this, { ...(body as object), user: 'a mutant of seven' }, ...args);
    },
  'reports a failure as its own': (original) =>
    function (...args) {
      const promise = original.apply(this, args) as Promise<unknown>;
      const { parse } = promise as unknown as { parse: () => Promise<unknown> };
      return Object.assign(promise, {
        parse: () =>
          parse.call(promise).catch((error: unknown) => {
            throw new Error('call failed', { cause: error });
          }),
      });
    },
};

async function drain(chunks: AsyncIterable<unknown>): Promise<void> {
  try {
    for await (const _ of chunks);
  } catch {
    // The other branch reports it.
  }
}

const mutate = mutants[process.env['MUTANT'] ?? ''];
if (mutate !== undefined) {
  const hooks: Hooks = {
    ...noHooks,
    apiPromiseMethod(holder, name) {
      const original: unknown = Reflect.get(holder, name);
      Reflect.set(holder, name, mutate(original as Call));
    },
  };
  const mutated: readonly Provider[] = providers().map((provider) => ({
    ...provider,
    targets: provider.targets.map((target) => ({ ...target, patch: (exports) => target.patch(exports, hooks) })),
  }));
  installHooks(mutated, { aside: (fn) => fn(), begin: () => ({ run: (fn) => fn(), end() {} }) });
}

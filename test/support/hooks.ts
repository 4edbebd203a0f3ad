import type { Hooks } from '../../src/providers/provider.ts';

/** Puts nothing in place: for a test that looks at one kind of hook and has no use for the others. */
export const noHooks: Hooks = {
  apiPromiseMethod() {},
  promiseMethod() {},
  sendingMethod() {},
  tracedMethod() {},
};

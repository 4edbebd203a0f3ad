import { pathToFileURL } from 'node:url';

/** Where this code was loaded from, as a URL. A bundle made to CommonJS has no `import.meta`, and a module no `__filename`. */
export const here: string = typeof __filename === 'string' ? pathToFileURL(__filename).href : import.meta.url;

/** Whether it has been made part of a bundle: there is no file of ours then, and none of the client libraries in it. */
export const isBundled: boolean = !/\/here\.[jt]s$/.test(here);

/**
 * Finds packages from there. What is loaded by it a bundler does not see and leaves where it is: the SDK, which the application
 * has and may replace, and packages that work on files, which a bundle would cut off from them. Nor is it to see how this is made:
 * webpack would put a `require` of its own in its place, which finds nothing.
 */
export const requireFromHere: NodeJS.Require = process.getBuiltinModule('node:module').createRequire(here);

/** The loader thread's part of `loading.ts`, for a Node whose synchronous hooks are not in working order. */
import type { InitializeHook, LoadHook } from 'node:module';
import { reporting } from './module-report.ts';

let pattern = /(?!)/;

export const initialize: InitializeHook<RegExp> = (given) => {
  pattern = given;
};

export const load: LoadHook = async (url, context, next) => reporting(url, await next(url, context), pattern);

import { isObject, text } from '../narrow.ts';

/** Of whatever `fetch` takes: a string, a `URL`, a `Request`. */
export function urlOf(input: unknown): string {
  return (isObject(input) ? text(input['url']) : undefined) ?? String(input);
}

/**
 * What a whole test run sent out, and what was private in what it asked and was answered: for one grep at its end, see
 * `scripts/test/private-text.ts`. Every receiver and provider of the tests writes here; without `TEST_RUN_RECORD`, nobody.
 */
import { appendFileSync } from 'node:fs';
import { privateTexts } from './private-texts.ts';

const folder = process.env['TEST_RUN_RECORD'];
const known = new Set<string>();

/** Notes what left an application for a back end, or was logged by it. */
export function recordExport(content: string | Uint8Array): void {
  if (folder !== undefined) appendFileSync(`${folder}/${process.pid}.exported`, content);
}

/** Notes the texts of a request or an answer that nobody but the provider may see. */
export function recordPrivate(body: unknown): void {
  if (folder === undefined) return;
  for (const text of privateTexts(body)) note(text);
}

function note(text: string): void {
  if (known.has(text)) return;
  known.add(text);
  appendFileSync(`${folder}/${process.pid}.private`, `${JSON.stringify(text)}\n`);
}

/** For tests in which others trace requests to the provider for the user: from here on context in headers is theirs. */
export function expectTraceHeaders(): void {
  known.add('traceparent').add('tracestate').add('baggage');
}

/**
 * Notes the headers of a request to a provider: those that carry secrets by value, those that carry context by name. The
 * path of a shop, and hosts that are reserved for examples, stand for services of the user's own.
 */
export function recordHeaders(path: string, headers: readonly (readonly [string, string])[]): void {
  const isOwn =
    path === '/' ||
    path === '/orders' ||
    headers.some(([name, value]) => /^host$/i.test(name) && value.includes('example.com'));
  if (folder === undefined || isOwn) return;
  for (const [name, value] of headers) {
    if (/auth|key|cookie|token|organization|project|secret/i.test(name) && value.length >= 6) note(value);
    if (!/^(?:traceparent|tracestate|baggage|b3|x-b3-.*|.*taskmeter.*)$/i.test(name) || known.has(name)) continue;
    known.add(name);
    const test = process.argv[1]?.replace(/^.*\/test\//, 'test/');
    appendFileSync(`${folder}/${process.pid}.context`, `${name} to ${path} (${test})\n`);
  }
}

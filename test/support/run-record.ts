/**
 * What a whole test run sent out, and what was private in what it asked and was answered: for one search at its end, see
 * `scripts/test/private-text.ts`. Every receiver and provider of the tests writes here; without `TEST_RUN_RECORD`, nobody.
 */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { ContextHeader, Excuse, PrivateText } from '../../scripts/test/private-text.ts';
import { privateTexts } from './private-texts.ts';

const folder = process.env['TEST_RUN_RECORD'];
const test = relative(process.cwd(), process.argv[1] ?? '');

/** Notes what left an application for a back end, or was logged by it. */
export function recordExport(content: string | Uint8Array): void {
  if (folder !== undefined) appendFileSync(`${folder}/${process.pid}.exported`, content);
}

/**
 * For a test in which somebody else's telemetry exports a text for the user: that it is found in what this test exports is no
 * fault of ours. `why` is for whoever reads the test.
 */
export function excuseText(text: string, _why: string): void {
  if (folder !== undefined) note('excused', { text } satisfies Excuse);
}

/** Notes the texts of a request or an answer that nobody but the provider may see. */
export function recordBody(body: unknown): void {
  if (folder === undefined) return;
  for (const text of privateTexts(body)) notePrivate('body', text);
}

/** As they come over the wire; a test knows the very object that its provider noted. */
export type Headers = readonly (readonly [string, string])[];

/**
 * Notes the head of a request to a provider: what is private in address and headers, and the headers that carry context. Those
 * are found unless the test asks for them with `contextHeaders`, and so says what it expects.
 */
export function recordHead(path: string, headers: Headers): void {
  if (folder === undefined) return;
  for (const [name, value] of new URL(path, 'http://provider').searchParams) {
    if (!['alt', 'api-version', 'beta'].includes(name)) notePrivate(`query ${name}`, value);
  }
  for (const [name, value] of headers) {
    if (!isContext(name) && !isPublic(name)) notePrivate(`header ${name}`, value.replace(/^Bearer /, ''));
  }
  if (headers.some(([name]) => isContext(name))) unasked.set(headers, addressOf(path, headers));
}

/**
 * The headers of context that requests to a provider have carried, each once: `/v1/messages traceparent`, with the host where
 * that is none of this machine's. Of baggage and `tracestate` the names are told, not the values:
 * `/orders baggage taskmeter.task.id taskmeter.task.type`.
 */
export function contextHeaders(requests: readonly { readonly path: string; readonly headers: Headers }[]): string[] {
  const found = requests.flatMap(({ path, headers }) => {
    unasked.delete(headers);
    return inWords(headers).map((header) => `${addressOf(path, headers)} ${header}`);
  });
  return [...new Set(found)].toSorted();
}

/** Requests with headers of context that no test has asked about yet, and where they went. */
const unasked = new Map<Headers, string>();

process.on('exit', () => {
  for (const [headers, path] of unasked) {
    for (const header of inWords(headers)) note('context', { header, path, test } satisfies ContextHeader);
  }
});

function addressOf(path: string, headers: Headers): string {
  const [host = ''] = headers.find(([name]) => /^host$/i.test(name))?.[1].split(':') ?? [];
  return (['127.0.0.1', 'localhost'].includes(host) ? '' : host) + path.replace(/\?.*/, '');
}

function inWords(headers: Headers): string[] {
  return headers
    .filter(([name]) => isContext(name))
    .map(([name, value]) => {
      const members = /^(?:baggage|tracestate)$/i.test(name) ? value.split(',').map((pair) => pair.split('=')[0]) : [];
      return [name.toLowerCase(), ...members].join(' ');
    });
}

function isContext(name: string): boolean {
  return /^(?:traceparent|tracestate|baggage|b3|x-b3-.*|sentry-trace|x-datadog-.*|.*taskmeter.*)$/i.test(name);
}

/** What every client says of itself. The others are a secret until proven otherwise. */
function isPublic(name: string): boolean {
  return /^(?:host|connection|user-agent|accept.*|content-.*|transfer-encoding|sec-fetch-.*|anthropic-(?:version|beta)|x-stainless-.*|x-goog-api-client|x-server-timeout)$/i.test(
    name,
  );
}

function notePrivate(where: string, text: string): void {
  if (text !== '') note('private', { text, where, test } satisfies PrivateText);
}

const known = new Set<string>();

function note(kind: 'private' | 'context' | 'excused', row: PrivateText | ContextHeader | Excuse): void {
  const line = JSON.stringify(row);
  if (known.has(line)) return;
  known.add(line);
  appendFileSync(`${folder}/${process.pid}.${kind}`, `${line}\n`);
}

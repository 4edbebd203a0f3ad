/**
 * Requests to models that no observed call makes: by `fetch` itself, by a library or a version of one that nobody reads, from a
 * bundle whose client is out of reach. They have no price, and a total without them would look complete.
 */
import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fields, text } from '../narrow.ts';
import { addressOf } from './endpoints.ts';
import { takeExpected } from './expected.ts';
import { guard } from './guard.ts';
import { currentOp } from './op.ts';
import type { Undo } from './replace.ts';

export interface WatchOptions {
  /** Whether requests to this host, with its port when it has one, go to a provider of models. */
  readonly isModelHost: (host: string) => boolean;
  /** Whether what runs now is accounted for otherwise: telemetry's own requests, a client that traces itself. */
  readonly isAccountedFor: () => boolean;
  /** Is told of each request that no observed call makes. */
  readonly unobserved: (host: string) => void;
}

/** Watches what `fetch`, undici and `node:http(s)` send. */
export function watchRequests({ isModelHost, isAccountedFor, unobserved }: WatchOptions): Undo {
  const known = new Map<string, boolean>();
  const isKnown = (host: string): boolean => {
    let answer = known.get(host);
    if (answer !== undefined) return answer;
    if (known.size >= MAX_HOSTS) known.clear();
    known.set(host, (answer = isModelHost(host)));
    return answer;
  };
  const sent = (method: unknown, host: string, address: () => string): void => {
    if (method !== 'POST' || !isKnown(host)) return;
    const target = addressOf(address());
    if (target === undefined || !isInference(target) || takeExpected(target)) return;
    // A dispatcher may send again what it was asked for once, and a client's own fetch to another address than it was given.
    if (currentOp()?.ended === false || isAccountedFor()) return;
    unobserved(host);
  };
  const listeners: readonly (readonly [string, ChannelListener])[] = [
    ['undici:request:create', (message) => guard('request.sent', () => undiciRequest(message, sent))],
    ['http.client.request.start', (message) => guard('request.sent', () => httpRequest(message, sent))],
  ];
  for (const [channel, listener] of listeners) subscribe(channel, listener);
  return () => {
    for (const [channel, listener] of listeners) unsubscribe(channel, listener);
  };
}

/** More than an application talks to; beyond it they are asked for anew. */
const MAX_HOSTS = 1000;

type Sent = (method: unknown, host: string, address: () => string) => void;

function undiciRequest(message: unknown, sent: Sent): void {
  const { method, origin, path } = fields(fields(message)['request']);
  const server = String(origin);
  sent(method, server.slice(server.indexOf('//') + 2), () => server + String(path));
}

function httpRequest(message: unknown, sent: Sent): void {
  const request = fields(message)['request'];
  const { method, path, protocol, host } = fields(request);
  const named = hostHeader(request) ?? text(host) ?? '';
  sent(method, named, () => `${String(protocol)}//${named}${String(path)}`);
}

function hostHeader(request: unknown): string | undefined {
  const { getHeader } = request as { readonly getHeader?: (this: unknown, name: string) => unknown };
  return text(getHeader?.call(request, 'host'));
}

/**
 * Where models are asked, by the last words of the path (no query). Everything else that a provider serves, files, lists of models, counts
 * of tokens, costs nothing; and the messages of an assistant's thread are only stored.
 */
export function isInference(address: string): boolean {
  return INFERENCE.test(address) && !THREAD_MESSAGES.test(address);
}

const INFERENCE = new RegExp(
  [
    String.raw`/(?:completions|responses|messages|embeddings|runs|batches|batch/jobs|ocr|interactions)$`,
    String.raw`/(?:images/(?:generations|edits|variations)|audio/(?:speech|transcriptions|translations))$`,
    // Cohere, Ollama, Bedrock
    String.raw`/(?:v[12]|api)/(?:chat|generate|embed|embeddings|rerank)$`,
    String.raw`/model/[^/]+/(?:converse|converse-stream|invoke|invoke-with-response-stream)$`,
    // Gemini and Vertex
    String.raw`:(?:generateContent|streamGenerateContent|batchGenerateContent|embedContent|batchEmbedContents)$`,
    String.raw`:(?:predict|predictLongRunning|rawPredict|streamRawPredict)$`,
  ].join('|'),
);

const THREAD_MESSAGES = /\/threads\/[^/]+\/messages$/;

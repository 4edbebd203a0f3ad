import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMessages, writeMessages } from './anthropic-messages.ts';
import { MarkedCache, PrefixCache } from './cache.ts';
import { datedNames } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { readChat, writeChat } from './openai-chat.ts';
import { readEmbeddings, writeEmbeddings } from './openai-embeddings.ts';
import { readResponses, writeResponses } from './openai-responses.ts';
import type { Prompt, Script } from './prompt.ts';
import { supportScript } from './script.ts';

export interface Provider {
  /** `http://127.0.0.1:49152`; the host that was meant is the first part of the path: `/api.openai.com/v1/embeddings`. */
  readonly url: string;
  close(): Promise<void>;
}

/** One API: how to read its requests and write its responses. A list is written as a stream, anything else whole. */
interface Api {
  read(body: never): Prompt;
  write(body: never, exchange: Exchange): object;
  /** What ends a stream on the wire. */
  readonly closing?: string;
}

const apis: Readonly<Record<string, Api>> = {
  '/api.openai.com/v1/chat/completions': { read: readChat, write: writeChat, closing: 'data: [DONE]\n\n' },
  '/api.openai.com/v1/responses': { read: readResponses, write: writeResponses },
  '/api.openai.com/v1/embeddings': { read: readEmbeddings, write: writeEmbeddings },
  '/api.anthropic.com/v1/messages': { read: readMessages, write: (_, exchange) => writeMessages(exchange) },
};

/** Long enough for the durations in a trace to mean something, short enough for a demo. */
const thinkingMs = 15;
/** What a refused client is asked to wait. */
const retryAfterMs = 25;

/**
 * Starts the scripted provider on a free loopback port. It answers in the wire formats of OpenAI and Anthropic, and the
 * same requests in the same order get the same answers with the same usage. Each server has caches of its own.
 */
export async function startProvider(script: Script = supportScript): Promise<Provider> {
  const server = createServer(providerHandler(script));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function providerHandler(script: Script): (request: IncomingMessage, response: ServerResponse) => void {
  const prefixes = new PrefixCache();
  const marked = new MarkedCache();
  const attempts = new Map<string, number>();
  let answered = 0;

  /** The status to refuse this attempt with, if the script wants it refused. */
  function refusalOf(prompt: Prompt): number | undefined {
    const step = script.stepOf(prompt);
    const attempt = attempts.get(step) ?? 0;
    attempts.set(step, attempt + 1);
    return script.refusals[step]?.[attempt];
  }

  function exchangeOf(prompt: Prompt): Exchange {
    answered += 1;
    const cache =
      prompt.api === 'messages'
        ? marked.use(prompt)
        : { read: prompt.api === 'embeddings' ? 0 : prefixes.read(prompt), written: 0 };
    return {
      id: String(answered).padStart(6, '0'),
      at: Math.floor(Date.now() / 1000),
      prompt,
      reply: script.replyTo(prompt),
      model: datedNames[prompt.model] ?? prompt.model,
      cacheRead: cache.read,
      cacheWrite: cache.written,
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const api = apis[request.url ?? ''];
    if (api === undefined) return refuse(response, 404, `the scripted provider has no ${request.url}`);
    // Each reader takes its own API's parameters; the script only ever sends what the client library typed.
    const body = (await json(request)) as never;
    const prompt = api.read(body);
    const status = refusalOf(prompt);
    if (status !== undefined) return refuse(response, status, 'the script says: later');
    const written = api.write(body, exchangeOf(prompt));
    await sleep(thinkingMs);
    if (Array.isArray(written)) await stream(response, written, api.closing);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(written));
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => refuse(response, 400, String(error)));
  };
}

/** Server-sent events, in a few pieces so that there is a first chunk and a last. */
async function stream(response: ServerResponse, events: readonly { type?: string }[], closing = ''): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  const piece = Math.ceil(events.length / 4);
  for (let at = 0; at < events.length; at += piece) {
    if (at > 0) await sleep(5);
    response.write(
      events
        .slice(at, at + piece)
        .map((event) => `${event.type === undefined ? '' : `event: ${event.type}\n`}data: ${JSON.stringify(event)}\n\n`)
        .join(''),
    );
  }
  response.end(closing);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  if (status !== 400 && status !== 404) response.setHeader('retry-after-ms', String(retryAfterMs));
  response.end(JSON.stringify({ type: 'error', error: { type: 'scripted_refusal', message } }));
}

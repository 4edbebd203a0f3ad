import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fields, text } from '../../src/narrow.ts';
import { recordBody, recordHead } from './run-record.ts';
import type { Answer, Ask } from './wire/answer.ts';
import { message } from './wire/anthropic.ts';
import { batchEmbeddings, content, contentChunks, predictions } from './wire/google.ts';
import * as mistral from './wire/mistral.ts';
import { chatCompletion, embeddings, response, textCompletion } from './wire/openai.ts';

/** One request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** In the order and the case they were sent. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** How many stream events have left for this request. */
  sent: number;
  /** What became of the answer: the client took it whole, or went away. `undefined` while it is under way. */
  end: 'finished' | 'cut off' | undefined;
}

export interface FakeProvider {
  /** `http://127.0.0.1:…`, without a trailing slash. */
  readonly url: string;
  /** Every request since the start or the last `reset()`. */
  readonly requests: readonly SeenRequest[];
  /** Resolves once a request has come since the start or the last `reset()`. */
  asked(): Promise<void>;
  /** Resolves when every request so far has come to its end. */
  idle(): Promise<void>;
  /** Breaks every connection. */
  hangUp(): void;
  /** Forgets the requests, and with them how often each model was asked. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * A server on loopback that speaks the providers' wire formats. What goes wrong is chosen by the model's name, by words in it:
 *
 * - `2x429` the first two requests are answered 429 (any status), with `retry-after-ms: 5`
 * - `hang1` the first is never answered; `hangbody1` its body never ends; `reset1` its connection is reset
 * - `cut` the connection breaks in the middle of the stream; `error-event` the provider reports an error there
 * - `slow` a moment passes between events; `endless` the stream has no end; `stall` it has no second event; `flood` its events are large and many
 * - `html`, `truncated`, `null` a body that is a web page, JSON without its end, or `null` (as an event, too)
 * - `tool` the first answer calls the tool `look_up`; `json` the text is a number in JSON
 * - `continued` the first answer is half of one, and has a token to ask for the other half (Google)
 */
export async function startFakeProvider(): Promise<FakeProvider> {
  const requests: SeenRequest[] = [];
  const counts = new Map<string, number>();
  const arrivals = new EventEmitter();
  const pending = new Set<Promise<unknown>>();
  const server = createServer((request, reply) => {
    const work = handle(request, reply).catch(() => reply.destroy());
    const closed = Promise.all([work, once(reply, 'close')]).finally(() => pending.delete(closed));
    pending.add(closed);
  });

  const handle = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    reply.sendDate = false;
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces).toString();
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: pairs(request.rawHeaders),
      body,
      sent: 0,
      end: undefined,
    };
    requests.push(seen);
    recordHead(seen.path, seen.headers);
    arrivals.emit('request');
    reply.on('close', () => (seen.end = reply.writableFinished ? 'finished' : 'cut off'));
    const asked = fields(body === '' ? undefined : JSON.parse(body));
    recordBody(asked);
    const model =
      text(asked['model']) ??
      text(asked['agent_id']) ??
      /\/models\/([^/:]+):/.exec(decodeURIComponent(seen.path))?.[1] ??
      'none';
    const key = `${seen.path} ${model}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    await answer(seen, { body: asked, model, count }, reply);
  };

  await listening(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async asked() {
      if (requests.length === 0) await once(arrivals, 'request');
    },
    async idle() {
      while (pending.size > 0) await Promise.all(pending);
    },
    hangUp: () => server.closeAllConnections(),
    reset() {
      requests.length = 0;
      counts.clear();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Mistral's dialect has paths of OpenAI's, so here it has a folder of its own. */
const mistralPath = /^\/mistral\/v1\//;

const formats: readonly (readonly [RegExp, (ask: Ask) => Answer])[] = [
  [/^\/mistral\/v1\/(chat|agents|fim)\/completions$/, mistral.completion],
  [/^\/mistral\/v1\/embeddings$/, mistral.embeddings],
  [/\/chat\/completions$/, chatCompletion],
  [/\/completions$/, textCompletion],
  [/\/responses$/, response],
  [/\/embeddings$/, embeddings],
  [/\/messages$/, message],
  [/:generateContent$/, content],
  [/:streamGenerateContent$/, contentChunks],
  [/:batchEmbedContents$/, batchEmbeddings],
  [/:predict$/, predictions],
];

async function answer(seen: SeenRequest, ask: Ask, reply: ServerResponse): Promise<void> {
  const format = formats.find(([path]) => path.test(new URL(seen.path, 'http://localhost').pathname))?.[1];
  const id = { 'x-request-id': `req_${ask.count}`, 'request-id': `req_${ask.count}` };
  if (format === undefined) return end(reply, 404, id, { error: { message: 'no such path', type: 'not_found_error' } });
  const [, times, status] = /(\d+)x(\d{3})/.exec(ask.model) ?? [];
  if (times !== undefined && ask.count <= Number(times)) {
    const headers = { ...id, 'retry-after-ms': '5' };
    const refusal = mistralPath.test(seen.path)
      ? mistral.refusal
      : { type: 'error', error: { message: 'the llamas are out', type: 'fake_error', code: 'fake', param: null } };
    recordBody(refusal);
    return end(reply, Number(status), headers, refusal);
  }
  if (isUpTo(/hang(\d+)/, ask)) return;
  if (isUpTo(/reset(\d+)/, ask)) {
    reply.socket?.resetAndDestroy();
    return;
  }
  if (ask.model.includes('html')) {
    reply.writeHead(200, { ...id, 'content-type': 'text/html' });
    return void reply.end('<!doctype html><title>Sign in</title>');
  }
  const answered = format(ask);
  recordBody('json' in answered ? answered.json : [answered.events, answered.error]);
  if ('json' in answered) return sendJson(answered.json, ask, reply, id);
  return sendEvents(answered, { seen, ask, reply, id });
}

function sendJson(json: object, ask: Ask, reply: ServerResponse, id: Record<string, string>): void {
  const whole = ask.model.includes('null') ? 'null' : JSON.stringify(json);
  reply.writeHead(200, { ...id, 'content-type': 'application/json' });
  if (isUpTo(/hangbody(\d+)/, ask)) reply.write(whole.slice(0, 20));
  else reply.end(ask.model.includes('truncated') ? whole.slice(0, -20) : whole);
}

interface Sending {
  readonly seen: SeenRequest;
  readonly ask: Ask;
  readonly reply: ServerResponse;
  readonly id: Record<string, string>;
}

async function sendEvents(
  answered: Extract<Answer, { events: unknown }>,
  { seen, ask, reply, id }: Sending,
): Promise<void> {
  const { model } = ask;
  reply.writeHead(200, { ...id, 'content-type': 'text/event-stream' });
  const { events, sentinel, error } = answered;
  const middle = Math.ceil(events.length / 2);
  const padding = model.includes('flood') ? { padding: 'x'.repeat(64 * 1024) } : {};
  for (let i = 0; i < events.length && !reply.destroyed; i++) {
    const event = events[i];
    if (event === undefined) continue;
    if (i === 1 && model.includes('stall')) return;
    if (i === middle && model.includes('cut')) {
      // A client that reads the end together with the beginning may say that there was no answer.
      await delay(50);
      reply.socket?.destroySoon();
      return;
    }
    if (i === middle && model.includes('error-event')) {
      reply.write(sse('error' in error && event.name === undefined ? undefined : 'error', JSON.stringify(error)));
      return void reply.end();
    }
    if (i === middle && model.includes('null')) reply.write(sse(event.name, 'null'));
    if (i === middle && model.includes('truncated')) return void reply.end(`data: {"id":`);
    const isTaken = reply.write(sse(event.name, JSON.stringify({ ...event.data, ...padding })));
    seen.sent++;
    if (!isTaken) await drained(reply);
    if (model.includes('slow') || model.includes('endless')) await delay(10);
    if (i === middle && (model.includes('endless') || (model.includes('flood') && seen.sent < 1000))) i--;
  }
  if (sentinel !== undefined) reply.write(sse(undefined, sentinel));
  reply.end();
}

/** Resolves when the client has taken what was sent, or has gone. */
async function drained(reply: ServerResponse): Promise<void> {
  const gone = new AbortController();
  const { signal } = gone;
  const go = (): void => gone.abort();
  reply.once('close', go);
  await once(reply, 'drain', { signal }).catch(() => {});
  reply.off('close', go);
}

function sse(name: string | undefined, data: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`;
}

function end(reply: ServerResponse, status: number, headers: Record<string, string>, body: object): void {
  reply.writeHead(status, { ...headers, 'content-type': 'application/json' });
  reply.end(JSON.stringify(body));
}

function isUpTo(behaviour: RegExp, { model, count }: Ask): boolean {
  const times = behaviour.exec(model)?.[1];
  return times !== undefined && count <= Number(times);
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

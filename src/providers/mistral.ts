import type { CallRequest, CallResponse, Operation } from '../call.ts';
import { count, fields, given, isObject, number, text, texts } from '../narrow.ts';
import { classFile, partOf } from './class-file.ts';
import { endpointOf, type Hosts } from './hosts.ts';
import { asSent, withAudio } from './mistral-wire.ts';
import { completionStream, readCompletion } from './openai-chat.ts';
import type { Method, Provider, StreamReader, Target } from './provider.ts';

/**
 * The `@mistralai/mistralai` package: a generated client whose methods return ordinary promises, and streams that are
 * `ReadableStream`s. What `parse` and `parseStream` call is no method of the class, so they are calls of their own.
 * 1.x is CommonJS at the top of the package, 2.x ES modules below `esm`.
 */
export function mistral(hosts: Hosts): Provider {
  const request = requestReader(hosts);
  const method = (operation: Operation, more: Partial<CallRequest> = {}): Method => ({
    signal,
    request: (args, self) => request(args, self, { operation, ...more }),
    response: readResponse,
    stream: chunkStream,
  });
  const chat = { complete: method('chat'), stream: method('chat', { stream: true }) };
  const classes = {
    chat: {
      name: 'Chat',
      methods: {
        ...chat,
        parse: method('chat', { outputType: 'json' }),
        parseStream: method('chat', { stream: true, outputType: 'json' }),
      },
    },
    agents: { name: 'Agents', methods: chat },
    fim: {
      name: 'Fim',
      methods: { complete: method('text_completion'), stream: method('text_completion', { stream: true }) },
    },
    embeddings: { name: 'Embeddings', methods: { create: method('embeddings') } },
  };
  return {
    module: '@mistralai/mistralai',
    versions: '>=1.0.0 <3',
    versionOf: (client) => (isClient(client) ? '' : undefined),
    targets: ['', 'esm/'].flatMap((folder): readonly Target[] => [
      ...Object.entries(classes).map(([at, { name, methods }]) =>
        classFile('promiseMethod', { file: `${folder}sdk/${at}`, within: 'mistral', at }, name, methods),
      ),
      httpClient(`${folder}lib/http`),
      sdk(`${folder}lib/sdks`),
    ]),
  };
}

/** Every request passes here, whatever `fetch` the user's own `HTTPClient` has been given. */
function httpClient(file: string): Target {
  return {
    file,
    within: 'mistral',
    patch({ HTTPClient }, hooks) {
      const prototype: unknown = typeof HTTPClient === 'function' ? HTTPClient.prototype : undefined;
      if (isObject(prototype)) hooks.sendingMethod(prototype, 'request');
    },
    patchClient(client, hooks) {
      // The first releases of 1 call them `options$`.
      const own = partOf(client, '_options.httpClient') ?? partOf(client, 'options$.httpClient');
      const prototype: unknown = isObject(own) ? Object.getPrototypeOf(own) : undefined;
      if (isObject(prototype)) hooks.sendingMethod(prototype, 'request');
    },
  };
}

/** Newer releases of 2 may trace all requests by themselves, those that are no calls among them, and send what the context holds. */
function sdk(file: string): Target {
  return {
    file,
    within: 'mistral',
    patch({ ClientSDK }, hooks) {
      const prototype: unknown = typeof ClientSDK === 'function' ? ClientSDK.prototype : undefined;
      if (isObject(prototype) && '_do' in prototype) hooks.tracedMethod(prototype, '_do');
    },
    patchClient(client, hooks) {
      let prototype: unknown = Object.getPrototypeOf(client);
      while (isObject(prototype) && !Object.hasOwn(prototype, '_do')) prototype = Object.getPrototypeOf(prototype);
      if (isObject(prototype)) hooks.tracedMethod(prototype, '_do');
    },
  };
}

/** It does not say its version. */
function isClient(client: object): boolean {
  return ['chat.complete', 'chat.stream', 'fim.complete'].every((path) => typeof partOf(client, path) === 'function');
}

function requestReader(hosts: Hosts) {
  return (
    args: readonly unknown[],
    self: unknown,
    known: Pick<CallRequest, 'operation' | 'stream' | 'outputType'>,
  ): CallRequest | undefined => {
    const body = args[0];
    if (!isObject(body)) return undefined;
    const choices = count(body['n']);
    return given<CallRequest>({
      outputType: outputType(text(fields(body['responseFormat'])['type'])),
      ...known,
      ...endpointOf(serverOf(args, self), hosts, 'mistral_ai_compatible'),
      // An agent's model is its own affair, until the response names it.
      model: text(body['model']),
      serviceTier: text(body['serviceTier']),
      maxTokens: count(body['maxTokens']),
      temperature: number(body['temperature']),
      topP: number(body['topP']),
      frequencyPenalty: number(body['frequencyPenalty']),
      presencePenalty: number(body['presencePenalty']),
      seed: number(body['randomSeed']),
      choiceCount: choices === 1 ? undefined : choices,
      stopSequences: texts(body['stop']),
      reasoningLevel: text(body['reasoningEffort']),
      embeddingDimensions: count(body['outputDimension']),
      encodingFormats: texts(body['encodingFormat']),
    });
  };
}

/** A call may name a server of its own. 1.0 says `baseURL`. */
function serverOf(args: readonly unknown[], self: unknown): string | undefined {
  const server = fields(args[1])['serverURL'] ?? fields(self)['_baseURL'] ?? fields(self)['baseURL'];
  return server instanceof URL ? server.href : text(server);
}

function outputType(format: string | undefined): CallRequest['outputType'] {
  if (format === 'text') return 'text';
  return format?.startsWith('json') === true ? 'json' : undefined;
}

function signal(args: readonly unknown[]): unknown {
  const options = fields(args[1]);
  return options['signal'] ?? fields(options['fetchOptions'])['signal'];
}

function readResponse(body: unknown, request: CallRequest): CallResponse {
  const sent = asSent(body);
  return withAudio(readCompletion(sent, request), sent);
}

function chunkStream(request: CallRequest): StreamReader {
  const reader = completionStream(request);
  let last: unknown;
  return {
    push(event) {
      const sent = asSent(fields(event)['data']);
      if (isObject(sent['usage'])) last = sent;
      reader.push(sent);
    },
    response: () => withAudio(reader.response(), last),
    get complete() {
      return reader.complete;
    },
  };
}

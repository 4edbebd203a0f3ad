import type { CallRequest, CallResponse, Operation } from '../call.ts';
import { count, fields, given, isObject, number, text, texts, type Fields } from '../narrow.ts';
import { contentStream, readContent } from './google-content.ts';
import { embeddingUsage } from './google-usage.ts';
import { classFile, partOf } from './class-file.ts';
import { endpointOf, type Hosts } from './hosts.ts';
import type { Method, Provider } from './provider.ts';

/**
 * The `@google/genai` package, against the Gemini API or Vertex. Its public methods are functions that each client makes for
 * itself, out of a patch's reach; what they end in are methods of the class `Models`, one for each request to a model. So the rounds of
 * automatic function calling are calls of their own, with the tools between them; chats end in the same methods.
 * Newer releases put an answer that came in parts together in `…WithContinuation`, which is one call.
 */
export function google(hosts: Hosts): Provider {
  const request = requestReader(hosts);
  const common = { sender, signal, continues, stream: contentStream, response: readContent };
  const content: Method = { ...common, request: (args, self) => request(args, self, 'generate_content') };
  const chunks: Method = { ...common, request: (args, self) => request(args, self, 'generate_content', true) };
  const embedding: Method = {
    ...common,
    request: (args, self) => request(args, self, 'embeddings'),
    response: readEmbeddings,
  };
  const methods = {
    generateContentWithContinuation: content,
    generateContentInternal: content,
    generateContentStreamWithContinuation: chunks,
    generateContentStreamInternal: chunks,
    embedContentInternal: embedding,
    // A method of the class itself in older releases.
    embedContent: embedding,
  };
  return {
    module: '@google/genai',
    versions: '>=1.0.0 <4',
    versionOf: readVersion,
    targets: ['dist/node/index', 'dist/web/index'].map((file) =>
      classFile('promiseMethod', { file, within: 'genai', at: 'models' }, 'Models', methods),
    ),
  };
}

function readVersion(client: object): string | undefined {
  if (typeof partOf(client, 'models.generateContentInternal') !== 'function') return undefined;
  const api = fields(partOf(client, 'apiClient'));
  const headers = typeof api['getDefaultHeaders'] === 'function' ? fields(api['getDefaultHeaders']()) : {};
  return /google-genai-sdk\/(\S+)/.exec(text(headers['User-Agent']) ?? '')?.[1] ?? '';
}

function requestReader(hosts: Hosts) {
  return (args: readonly unknown[], self: unknown, operation: Operation, stream?: true): CallRequest | undefined => {
    const params = args[0];
    if (!isObject(params)) return undefined;
    const config = fields(params['config']);
    const client = fields(fields(fields(self)['apiClient'])['clientOptions']);
    const { baseUrl } = { ...fields(client['httpOptions']), ...given(fields(config['httpOptions'])) };
    const { provider, serverAddress, serverPort, region } = endpointOf(baseUrl, hosts, 'gemini_compatible');
    const choices = count(config['candidateCount']);
    const tier = text(config['serviceTier']);
    return given<CallRequest>({
      operation,
      provider,
      serverAddress,
      serverPort,
      // Vertex behind a host of the user's own.
      region: region ?? (provider === 'gcp.vertex_ai' ? text(client['location']) : undefined),
      model: text(params['model']),
      stream,
      serviceTier: tier === 'unspecified' ? undefined : tier,
      maxTokens: count(config['maxOutputTokens']),
      temperature: number(config['temperature']),
      topP: number(config['topP']),
      topK: count(config['topK']),
      frequencyPenalty: number(config['frequencyPenalty']),
      presencePenalty: number(config['presencePenalty']),
      seed: number(config['seed']),
      choiceCount: choices === 1 ? undefined : choices,
      stopSequences: texts(config['stopSequences']),
      reasoningLevel: reasoningLevel(fields(config['thinkingConfig'])),
      outputType: outputType(config),
      embeddingDimensions: count(config['outputDimensionality']),
    });
  };
}

/** Gemini 3 is told a level, 2.5 a number of tokens. */
function reasoningLevel({ thinkingLevel, thinkingBudget }: Fields): string | undefined {
  return text(thinkingLevel) ?? number(thinkingBudget)?.toString();
}

function outputType(config: Fields): CallRequest['outputType'] {
  const modalities = texts(config['responseModalities'])?.map((each) => each.toUpperCase()) ?? [];
  if (modalities.includes('IMAGE')) return 'image';
  if (modalities.includes('AUDIO')) return 'speech';
  const type = text(config['responseMimeType']);
  if (type === 'application/json') return 'json';
  return type === 'text/plain' || modalities.includes('TEXT') ? 'text' : undefined;
}

function readEmbeddings(body: unknown): CallResponse {
  return given({ usage: embeddingUsage(fields(body)) });
}

function sender(self: unknown): ReturnType<NonNullable<Method['sender']>> {
  const client = fields(self)['apiClient'];
  return isObject(client) ? { client, method: 'apiCall' } : undefined;
}

function signal(args: readonly unknown[]): unknown {
  return configOf(args)['abortSignal'];
}

function continues(args: readonly unknown[]): boolean {
  return text(configOf(args)['continuationToken']) !== undefined;
}

function configOf(args: readonly unknown[]): Fields {
  return fields(fields(args[0])['config']);
}

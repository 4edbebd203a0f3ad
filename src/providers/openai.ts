import type { CallRequest, CallResponse, Operation } from '../call.ts';
import { endpointOf, type Hosts } from './hosts.ts';
import { count, fields, given, isObject, number, text, texts, type Fields } from '../narrow.ts';
import { completionStream, readCompletion } from './openai-chat.ts';
import { readCompaction, readResponse, responseStream } from './openai-responses.ts';
import { embeddingsUsage } from './openai-usage.ts';
import type { Method, Provider, StreamReader } from './provider.ts';
import { resourceFile, stainlessVersion } from './stainless.ts';

/**
 * The `openai` package, and with it everybody who serves OpenAI's dialects: AzureOpenAI is the same classes, any base URL
 * may stand behind them. Helpers (`parse`, `stream`, `runTools`, v4's `beta.chat.completions`) end in `create`. What
 * calls no model (`retrieve`, `list`, `cancel`, polling a background response) is left alone.
 */
export function openai(hosts: Hosts): Provider {
  const request = requestReader(hosts);
  const chat: Method = {
    request: (args, self) => request(args, self, 'chat', 'chat_completions'),
    response: readCompletion,
    stream: completionStream,
    askForUsage,
  };
  const completion: Method = { ...chat, request: (args, self) => request(args, self, 'text_completion') };
  const response: Method = {
    request: (args, self) => request(args, self, 'chat', 'responses'),
    response: readResponse,
    stream: responseStream,
  };
  const compaction: Method = { ...response, response: readCompaction };
  const embedding: Method = {
    request: (args, self) => request(args, self, 'embeddings'),
    response: readEmbeddings,
    stream: noStream,
  };
  return {
    module: 'openai',
    versions: '>=4.0.0 <8',
    versionOf: (client) => stainlessVersion(client, 'chat.completions.create'),
    targets: [
      // Where the class stands in the first releases of 4; later the same file passes the class of the next one on.
      resourceFile('resources/chat/completions', 'Completions', { create: chat }),
      resourceFile('resources/chat/completions/completions', 'Completions', { create: chat }),
      resourceFile('resources/completions', 'Completions', { create: completion }),
      resourceFile('resources/responses/responses', 'Responses', { create: response, compact: compaction }),
      resourceFile('resources/beta/responses/responses', 'Responses', { create: response, compact: compaction }),
      resourceFile('resources/embeddings', 'Embeddings', { create: embedding }),
    ],
  };
}

function requestReader(hosts: Hosts) {
  return (
    args: readonly unknown[],
    self: unknown,
    operation: Operation,
    openaiApi?: CallRequest['openaiApi'],
  ): CallRequest | undefined => {
    const body = args[0];
    if (!isObject(body)) return undefined;
    // 4.0 calls it `client`.
    const resource = fields(self);
    const client = fields(resource['_client'] ?? resource['client']);
    const baseURL = text(client['baseURL']);
    // An Azure client keeps its kind behind a gateway whose host says nothing.
    const otherwise = text(client['apiVersion']) === undefined ? 'openai_compatible' : 'azure.ai.openai';
    const { provider, serverAddress, serverPort, region } = endpointOf(baseURL, hosts, otherwise);
    const format = fields(body['response_format'] ?? fields(body['text'])['format']);
    const choices = count(body['n']);
    return given<CallRequest>({
      operation,
      provider,
      serverAddress,
      serverPort,
      region,
      model: text(body['model']) ?? text(client['deploymentName']) ?? deploymentIn(baseURL),
      stream: body['stream'] === true ? true : undefined,
      serviceTier: text(body['service_tier']),
      maxTokens: count(body['max_completion_tokens'] ?? body['max_output_tokens'] ?? body['max_tokens']),
      temperature: number(body['temperature']),
      topP: number(body['top_p']),
      topK: count(body['top_k']),
      frequencyPenalty: number(body['frequency_penalty']),
      presencePenalty: number(body['presence_penalty']),
      seed: number(body['seed']),
      choiceCount: choices === 1 ? undefined : choices,
      stopSequences: texts(body['stop']),
      reasoningLevel: text(body['reasoning_effort']) ?? text(fields(body['reasoning'])['effort']),
      outputType: outputType(body, text(format['type'])),
      conversationId: text(body['conversation']) ?? text(fields(body['conversation'])['id']),
      previousResponseId: text(body['previous_response_id']),
      embeddingDimensions: count(body['dimensions']),
      encodingFormats: texts(body['encoding_format']),
      openaiApi,
    });
  };
}

/** Azure names the model's deployment in the path, the client's option or the user's URL: `…/openai/deployments/my-gpt/`. */
function deploymentIn(baseURL: string | undefined): string | undefined {
  return /\/deployments\/([^/?]+)/.exec(baseURL ?? '')?.[1];
}

function outputType(body: Fields, format: string | undefined): CallRequest['outputType'] {
  if (texts(body['modalities'])?.includes('audio') === true) return 'speech';
  if (format === 'text') return 'text';
  return format?.startsWith('json') === true ? 'json' : undefined;
}

function readEmbeddings(body: unknown, request: CallRequest): CallResponse {
  const embeddings = fields(body);
  return given({
    model: text(embeddings['model']),
    usage: embeddingsUsage(embeddings['usage'], request.provider),
  });
}

/** Embeddings do not stream. */
function noStream(): StreamReader {
  return { push() {}, response: () => ({}), complete: false };
}

/** Only for a plain body that says nothing of the matter: a user who set `stream_options` has decided. */
function askForUsage(args: readonly unknown[]): readonly unknown[] | undefined {
  const [body, ...rest] = args;
  if (!isObject(body) || body['stream'] !== true || 'stream_options' in body) return undefined;
  const prototype: unknown = Object.getPrototypeOf(body);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  return [{ ...body, stream_options: { include_usage: true } }, ...rest];
}

import type { CallRequest, CallResponse } from '../call.ts';
import { anthropicUsage } from './anthropic-usage.ts';
import { endpointOf, type Endpoint, type Hosts } from './hosts.ts';
import { count, fields, given, isObject, number, text, texts, type Fields } from '../narrow.ts';
import type { Method, Provider, StreamReader } from './provider.ts';
import { resourceFile, stainlessVersion } from './stainless.ts';

/**
 * The `@anthropic-ai/sdk` package, and with it the clients for Vertex, Bedrock and Foundry, which are the same classes.
 * `stream`, `parse`, the tool runner and threads end in `create`, once for each request.
 */
export function anthropic(hosts: Hosts): Provider {
  const create: Method = {
    request: (args, self) => readRequest(args, self, hosts),
    response: readMessage,
    stream: messageStream,
    tracesItself: (self) => fields(fields(clientOf(self)['openTelemetry'])['traces'])['enabled'] === true,
  };
  return {
    module: '@anthropic-ai/sdk',
    versions: '>=0.30.0 <2',
    versionOf: (client) => stainlessVersion(client, 'messages.create'),
    targets: [
      // Where the class stood up to 0.3x; later the same file passes the class of the next one on.
      resourceFile('resources/messages', 'Messages', { create }),
      resourceFile('resources/messages/messages', 'Messages', { create }),
      resourceFile('resources/beta/messages/messages', 'Messages', { create }),
      resourceFile('resources/beta/prompt-caching/messages', 'Messages', { create }),
    ],
  };
}

function readRequest(args: readonly unknown[], self: unknown, hosts: Hosts): CallRequest | undefined {
  const body = args[0];
  if (!isObject(body)) return undefined;
  const endpoint = endpointOf(clientOf(self)['baseURL'], hosts, 'anthropic_compatible');
  const output = fields(body['output_config']);
  const format = text(fields(output['format'] ?? body['output_format'])['type']);
  return given<CallRequest>({
    operation: 'chat',
    provider: hostedBy(endpoint),
    serverAddress: endpoint.serverAddress,
    serverPort: endpoint.serverPort,
    model: text(body['model']),
    stream: body['stream'] === true ? true : undefined,
    serviceTier: text(body['service_tier']),
    speed: text(body['speed']),
    region: text(body['inference_geo']) ?? profileRegion(endpoint, text(body['model'])) ?? endpoint.region,
    maxTokens: count(body['max_tokens']),
    temperature: number(body['temperature']),
    topP: number(body['top_p']),
    topK: count(body['top_k']),
    stopSequences: texts(body['stop_sequences']),
    reasoningLevel: text(output['effort']),
    outputType: format?.startsWith('json') === true ? 'json' : undefined,
  });
}

/** Azure's host serves OpenAI's models and others'; this library reaches the others. */
function hostedBy(endpoint: Endpoint): string {
  return endpoint.provider === 'azure.ai.openai' ? 'azure.ai.inference' : endpoint.provider;
}

/**
 * Bedrock's inference profiles say in the model's name where it runs, wherever the request goes: `global.anthropic.…` has
 * another price than `us.anthropic.…`. The response names the model alone.
 */
function profileRegion({ provider }: Endpoint, model: string | undefined): string | undefined {
  if (provider !== 'aws.bedrock' || model === undefined) return undefined;
  return /(?:^|\/)(us-gov|us|eu|apac|au|jp|in|ca|global)\./.exec(model)?.[1];
}

function clientOf(self: unknown): Fields {
  return fields(fields(self)['_client']);
}

function readMessage(body: unknown): CallResponse {
  const message = fields(body);
  const content = Array.isArray(message['content'])
    ? message['content'].map((block) => text(fields(block)['type']))
    : undefined;
  return read(message, text(message['stop_reason']), message['usage'], content);
}

/**
 * Folds the events of a message. `message_start` gives the input and a placeholder for the output; each `message_delta`
 * repeats what it knows as running totals and may revise the input when server tools ran. The output is unknown before.
 */
function messageStream(): StreamReader {
  let message: Fields = {};
  let usage: Fields = {};
  let stopReason: string | undefined;
  let hasStopped = false;
  let content: (string | undefined)[] | undefined;

  return {
    push(chunk) {
      const event = fields(chunk);
      switch (event['type']) {
        case 'message_start': {
          if (!isObject(event['message'])) break;
          message = event['message'];
          const { output_tokens: _placeholder, output_tokens_details: _split, ...input } = fields(message['usage']);
          usage = input;
          content = [];
          break;
        }
        case 'content_block_start':
          (content ??= []).push(text(fields(event['content_block'])['type']));
          break;
        case 'message_delta': {
          const told = Object.entries(fields(event['usage'])).filter(
            ([, value]) => value !== null && value !== undefined,
          );
          usage = { ...usage, ...Object.fromEntries(told) };
          stopReason = text(fields(event['delta'])['stop_reason']) ?? stopReason;
          break;
        }
        case 'message_stop':
          hasStopped = true;
          break;
        default:
      }
    },
    response: () => read(message, stopReason, usage, content),
    get complete() {
      return hasStopped || stopReason !== undefined;
    },
  };
}

function read(
  message: Fields,
  stopReason: string | undefined,
  rawUsage: unknown,
  content: readonly (string | undefined)[] | undefined,
): CallResponse {
  const usage = fields(rawUsage);
  const served = content?.filter((type) => type === 'server_tool_use' || type === 'mcp_tool_use').length ?? 0;
  const geo = text(usage['inference_geo']);
  return given({
    id: text(message['id']),
    model: text(message['model']),
    finishReasons: stopReason === undefined ? undefined : [stopReason],
    toolCalls: content?.filter((type) => type === 'tool_use').length,
    serverToolCalls: served > 0 ? served : undefined,
    usage: anthropicUsage(usage),
    serviceTier: text(usage['service_tier']),
    speed: text(usage['speed']),
    region: geo === 'not_available' ? undefined : geo,
  });
}

import type { CallRequest, CallResponse } from '../call.ts';
import { count, fields, given, isObject, list, text, type Fields } from '../narrow.ts';
import { responsesUsage } from './openai-usage.ts';
import type { StreamReader } from './provider.ts';

/**
 * Reads a response of the Responses API. Its finish reason is its `status`, verbatim: `completed`, `incomplete`,
 * `failed`, and `queued` or `in_progress` for one that runs in the background and has no usage yet.
 */
export function readResponse(body: unknown, request: CallRequest): CallResponse {
  const response = fields(body);
  return read(response, list(response['output']).map(fields), text(response['status']), request);
}

/** Reads a compaction: a model call with usage, whose output repeats the conversation and calls nothing. */
export function readCompaction(body: unknown, request: CallRequest): CallResponse {
  const compaction = fields(body);
  return given({
    id: text(compaction['id']),
    model: text(compaction['model']),
    usage: responsesUsage(compaction['usage'], request.provider, undefined),
  });
}

/** Folds the events of a streamed response. Usage and status come with the terminal event. */
export function responseStream(request: CallRequest): StreamReader {
  let response: Fields = {};
  let status: string | undefined;
  const items = new Map<number, Fields>();

  return {
    push(chunk) {
      const event = fields(chunk);
      const type = text(event['type']) ?? '';
      if (isObject(event['response'])) response = event['response'];
      if (terminal.has(type)) status = text(response['status']) ?? type.slice('response.'.length);
      if (type === 'response.output_item.added' || type === 'response.output_item.done') {
        items.set(count(event['output_index']) ?? items.size, fields(event['item']));
      }
    },
    response() {
      // Some servers send an empty list at the end and the items only one by one.
      const output = list(response['output']).map(fields);
      return read(response, output.length > 0 ? output : [...items.values()], status, request);
    },
    get complete() {
      return status !== undefined;
    },
  };
}

const terminal: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);

function read(
  response: Fields,
  output: readonly Fields[],
  status: string | undefined,
  request: CallRequest,
): CallResponse {
  const hosted = output.filter(isServerTool);
  return given({
    id: text(response['id']),
    model: text(response['model']),
    finishReasons: status === undefined ? undefined : [status],
    toolCalls: Array.isArray(response['output']) || output.length > 0 ? output.filter(isClientTool).length : undefined,
    serverToolCalls: hosted.length > 0 ? hosted.length : undefined,
    serviceTier: text(response['service_tier']),
    usage: responsesUsage(response['usage'], request.provider, billedTools(response, hosted)),
  });
}

const clientTools: ReadonlySet<string> = new Set([
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
  'apply_patch_call',
]);

function isClientTool(item: Fields): boolean {
  const type = text(item['type']) ?? '';
  if (type === 'tool_search_call') return item['execution'] === 'client';
  if (type === 'shell_call') return fields(item['environment'])['type'] !== 'container_reference';
  return clientTools.has(type);
}

/** Vendors add hosted tools of their own (`x_search_call`): what calls something and is not the client's is the server's. */
function isServerTool(item: Fields): boolean {
  const type = text(item['type']) ?? '';
  return (type.endsWith('_call') || type === 'program') && !isClientTool(item);
}

/**
 * What is billed beside the tokens, in the catalogue's units. Code interpreter sessions and images have units that no
 * price covers: a session may have been opened by an earlier call, and an image is billed by another model's tokens.
 * They make the price a lower bound instead of a wrong one.
 */
function billedTools(response: Fields, hosted: readonly Fields[]): Readonly<Record<string, number>> | undefined {
  const ofType = (type: string) => hosted.filter((item) => item['type'] === type && item['status'] !== 'failed');
  const isPreview = list(response['tools']).some((tool) =>
    text(fields(tool)['type'])?.startsWith('web_search_preview'),
  );
  const searched = count(fields(fields(response['tool_usage'])['web_search'])['num_requests']);
  const billed = {
    [isPreview ? 'web_search_preview' : 'web_search']: searched ?? ofType('web_search_call').filter(isSearch).length,
    file_search_call: ofType('file_search_call').length,
    code_interpreter_session: new Set(ofType('code_interpreter_call').map((item) => item['container_id'])).size,
    image_generation_call: ofType('image_generation_call').length,
  };
  const some = Object.entries(billed).filter(([, quantity]) => quantity > 0);
  return some.length > 0 ? Object.fromEntries(some) : undefined;
}

/** Opening a page and finding in it are free; a call that does not say what it did was a search. */
function isSearch(item: Fields): boolean {
  return (text(fields(item['action'])['type']) ?? 'search') === 'search';
}

/** Commands that send to somebody else's back end: sent to our own instead, which tells what that one would have got. */
import assert from 'node:assert/strict';
import type { OtlpRequest } from '../support/otlp-receiver.ts';

export interface Vendor {
  /** Where spans are to arrive at the receiver: below a folder with the name of the host. */
  readonly path: string;
  readonly headerNames: readonly string[];
}

/** `vendor` is absent where commands name no endpoint. */
export function toReceiver(commands: string, receiver: string): { commands: string; vendor: Vendor | undefined } {
  const [, signal, host, path = ''] =
    /OTEL_EXPORTER_OTLP_(TRACES_)?ENDPOINT="?https?:\/\/([^/\s"]+)([^\s"]*)/.exec(commands) ?? [];
  if (host === undefined) return { commands, vendor: undefined };
  const [, headers = ''] = /OTEL_EXPORTER_OTLP_(?:TRACES_)?HEADERS="([^"]*)/.exec(commands) ?? [];
  return {
    commands: commands.replaceAll(/(_ENDPOINT="?)https?:\/\//g, `$1${receiver}/`),
    vendor: {
      path: `/${host}${path.replace(/\/$/, '')}${signal === undefined ? '/v1/traces' : ''}`,
      headerNames: headers.split(',').flatMap((pair) => (pair === '' ? [] : [pair.split('=')[0]?.toLowerCase() ?? ''])),
    },
  };
}

/** The call with its cost, at the vendor's path, with the headers that the vendor asks for. */
export function assertArrived(requests: readonly OtlpRequest[], { path, headerNames }: Vendor, at: string): void {
  const spans = requests.filter((request) => decodeURI(request.path) === path);
  assert.ok(
    spans.some(({ body }) => body.includes('gen_ai.usage.cost') && body.includes('taskmeter.task.cost_usd')),
    `${at}: no priced task at ${path}, requests were to ${requests.map((request) => request.path).join(', ')}`,
  );
  for (const { headers } of spans) {
    const missing = headerNames.filter((name) => (headers[name] ?? '') === '');
    assert.deepEqual(missing, [], `${at}: headers that did not arrive`);
  }
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { list } from '../../src/narrow.ts';
import type { Exchange } from './exchange.ts';

/** A loopback server that answers as the provider did; an exchange is asked for by its place in the list. */
export async function startReplay(exchanges: readonly Exchange[]): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const exchange = exchanges[Number(request.url?.slice(1))];
      if (exchange === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(exchange.response.status, headersOf(exchange));
      // Not at event boundaries: a reader must not depend on where the network cuts.
      const body = Buffer.from(bodyOf(exchange));
      for (let from = 0; from < body.length; from += 1000) response.write(body.subarray(from, from + 1000));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, server };
}

function bodyOf(exchange: Exchange): string {
  const { body } = exchange.response;
  // Google's other form of a stream, which another client had asked for.
  if (isListOfChunks(exchange))
    return list(body)
      .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
      .join('');
  if (typeof body !== 'string') return JSON.stringify(body);
  // Text files that stand for a stream may end where the last line does; on the wire a blank one follows.
  return exchange.response.body_kind === 'sse' && /[^\n]\n$/.test(body) ? `${body}\n` : body;
}

/** As recorded, without what spoke of the recorded transfer. */
function headersOf(exchange: Exchange): Record<string, string> {
  const dropped = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']);
  const kept = Object.entries(exchange.response.headers ?? {}).filter(([name]) => !dropped.has(name.toLowerCase()));
  const type =
    exchange.response.body_kind === 'sse' || isListOfChunks(exchange) ? 'text/event-stream' : 'application/json';
  return { 'content-type': type, ...Object.fromEntries(kept) };
}

function isListOfChunks({ streaming, response }: Exchange): boolean {
  return streaming === true && Array.isArray(response.body);
}
